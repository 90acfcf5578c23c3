package io.vireo.engine.expression;

import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueTag;
import io.vireo.engine.item.ValueView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Texts and whole numbers that a value is looked up among, by halving. Unchangeable. */
final class Choices {
    static final Choices NONE = new Choices(new ValueView[0], new long[0]);

    private final ValueView[] texts;
    private final long[] integers;

    private Choices(ValueView[] texts, long[] integers) {
        this.texts = texts;
        this.integers = integers;
    }

    /** Takes those of the literals that can be looked up, and leaves the others in the list. */
    static Choices take(List<Node> choices) {
        List<ValueView> texts = new ArrayList<>();
        List<Long> integers = new ArrayList<>();
        choices.removeIf(choice -> choice instanceof Node.Literal(ValueView value)
                && ((value.tag() == ValueTag.TEXT && texts.add(value))
                        || (value.tag() == ValueTag.INT64 && integers.add(value.int64()))));
        ValueOrder order = new ValueOrder();
        texts.sort(order::compare);
        return texts.isEmpty() && integers.isEmpty()
                ? NONE
                : new Choices(
                        texts.toArray(ValueView[]::new),
                        integers.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    int count() {
        return texts.length + integers.length;
    }

    /** The literals, texts first, each kind in its order. */
    List<ValueView> values() {
        List<ValueView> values = new ArrayList<>(List.of(texts));
        for (long integer : integers) {
            values.add(new ValueView().setInt64(integer));
        }
        return values;
    }

    /** Whether one of them equals the value. */
    boolean hold(ValueView value, ValueOrder order, ValueView scratch) {
        return switch (value.tag()) {
            case ValueTag.TEXT -> holdsText(value, order);
            case ValueTag.INT64 -> Arrays.binarySearch(integers, value.int64()) >= 0;
            case ValueTag.FLOAT64 -> holdsWorth(value, order, scratch);
            default -> false; // a decimal is never worth a whole number: it would be kept as one
        };
    }

    private boolean holdsText(ValueView value, ValueOrder order) {
        int low = 0;
        int high = texts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = order.compare(texts[middle], value);
            if (comparison == 0) {
                return true;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private boolean holdsWorth(ValueView number, ValueOrder order, ValueView scratch) {
        for (long integer : integers) {
            if (order.areEqual(scratch.setInt64(integer), number)) {
                return true;
            }
        }
        return false;
    }
}
