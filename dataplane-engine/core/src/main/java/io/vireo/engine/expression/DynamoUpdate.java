package io.vireo.engine.expression;

import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Actions that all see the item as it was before the first of them, and are then done at once. */
final class DynamoUpdate extends Update {
    private final List<Action> actions;
    private final ValueView[] parameters;
    private final Evaluator evaluator;

    DynamoUpdate(List<Action> actions, ValueView[] parameters, Evaluator evaluator) {
        this.actions = actions;
        this.parameters = parameters;
        this.evaluator = evaluator;
    }

    /** One change of an expression; a REMOVE has no value. */
    record Action(Kind kind, Node.Path target, @Nullable Node value) {
        enum Kind {
            SET,
            REMOVE,
            ADD,
            DELETE
        }

        Node operand() {
            return Objects.requireNonNull(value);
        }
    }

    @Override
    public List<String> targets() {
        return actions.stream()
                .map(action -> action.target().root().text())
                .distinct()
                .toList();
    }

    @Override
    public void apply(Attributes.Draft draft, Scope system) {
        evaluator.begin(new DraftScope(draft, system), parameters);
        try {
            Map<String, List<DocumentEdit>> edits = new LinkedHashMap<>();
            for (Action action : actions) {
                DocumentEdit edit = edit(action);
                if (edit != null) {
                    edits.computeIfAbsent(action.target().root().text(), _ -> new ArrayList<>())
                            .add(edit);
                }
            }
            for (List<DocumentEdit> editsOfOne : edits.values()) {
                apply(editsOfOne, draft);
            }
        } catch (EvaluationException e) {
            throw new InvalidRequestException(e.text());
        } finally {
            evaluator.end();
        }
    }

    private static void apply(List<DocumentEdit> edits, Attributes.Draft draft) {
        var root = edits.getFirst().path().root();
        byte @Nullable [] before = draft.get(root.bytes());
        Value after = DocumentEdit.apply(
                before == null ? null : new ValueView().wrap(before).toValue(), edits);
        if (after == null) {
            draft.remove(root.bytes());
        } else {
            draft.put(root.bytes(), ValueView.of(after).encoded());
        }
    }

    /** What an action does to the item; null when it does nothing. */
    private @Nullable DocumentEdit edit(Action action) {
        return switch (action.kind()) {
            case SET -> new DocumentEdit(action.target(), required(action.operand()));
            case REMOVE -> new DocumentEdit(action.target(), null);
            case ADD -> {
                Value current = evaluator.eval(action.target(), 0).toValue();
                Value operand = required(action.operand());
                yield new DocumentEdit(action.target(), current == null ? operand : sum(current, operand));
            }
            case DELETE -> {
                Value current = evaluator.eval(action.target(), 0).toValue();
                yield current == null
                        ? null
                        : new DocumentEdit(action.target(), difference(current, required(action.operand())));
            }
        };
    }

    private Value required(Node node) {
        Value value = evaluator.eval(node, 0).toValue();
        if (value == null) {
            throw new EvaluationException(DynamoMessages.MISSING_OPERAND);
        }
        return value;
    }

    private static Value sum(Value current, Value operand) {
        return switch (current) {
            case Value.TextSet(var x)
            when operand instanceof Value.TextSet(var y) -> new Value.TextSet(union(new LinkedHashSet<>(x), y));
            case Value.DecimalSet(var x)
            when operand instanceof Value.DecimalSet(var y) -> new Value.DecimalSet(union(new TreeSet<>(x), y));
            case Value.BytesSet(var x)
            when operand instanceof Value.BytesSet(var y) -> new Value.BytesSet(union(bytes(x), y));
            case Value.Int64 _, Value.Float64 _, Value.Decimal _ -> Numbers.exact(Operator.ADD, current, operand);
            default -> throw new EvaluationException(DynamoMessages.WRONG_OPERAND);
        };
    }

    /** What of a set is not in the other; null when that is nothing. */
    private static @Nullable Value difference(Value current, Value operand) {
        return switch (current) {
            case Value.TextSet(var x)
            when operand instanceof Value.TextSet(var y) -> {
                List<String> rest = without(new LinkedHashSet<>(x), y);
                yield rest.isEmpty() ? null : new Value.TextSet(rest);
            }
            case Value.DecimalSet(var x)
            when operand instanceof Value.DecimalSet(var y) -> {
                List<BigDecimal> rest = without(new TreeSet<>(x), y);
                yield rest.isEmpty() ? null : new Value.DecimalSet(rest);
            }
            case Value.BytesSet(var x)
            when operand instanceof Value.BytesSet(var y) -> {
                List<byte[]> rest = without(bytes(x), y);
                yield rest.isEmpty() ? null : new Value.BytesSet(rest);
            }
            default -> throw new EvaluationException(DynamoMessages.WRONG_OPERAND);
        };
    }

    private static Set<byte[]> bytes(Collection<byte[]> elements) {
        TreeSet<byte[]> bytes = new TreeSet<>(Arrays::compareUnsigned);
        bytes.addAll(elements);
        return bytes;
    }

    private static <T> List<T> union(Set<T> set, List<T> added) {
        set.addAll(added);
        return List.copyOf(set);
    }

    private static <T> List<T> without(Set<T> set, List<T> removed) {
        removed.forEach(set::remove);
        return List.copyOf(set);
    }
}
