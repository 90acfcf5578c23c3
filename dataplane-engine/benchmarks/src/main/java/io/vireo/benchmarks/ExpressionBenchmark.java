package io.vireo.benchmarks;

import io.vireo.engine.expression.AttributesScope;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A compiled condition over the attributes of an item where they lie outside the heap, beside the same test written in Java over the same bytes.
 * What is left between them is what it costs to walk a tree.
 */
final class ExpressionBenchmark implements Benchmark {
    /** Walking a tree may cost as much again as what it looks at. */
    private static final double GOAL = 0.5;

    private static final int WARM_UPS = 3;
    private static final AttributeName AGE = new AttributeName("age");
    private static final AttributeName CITY = new AttributeName("city");
    private static final AttributeName PRICE = new AttributeName("price");

    private final ValueOrder order = new ValueOrder();
    private final ValueView view = new ValueView();
    private final ValueView thirty = ValueView.of(new Value.Int64(30));
    private final ValueView london = ValueView.of(new Value.Text("London"));
    private final ValueView limit = ValueView.of(new Value.Int64(1_999));

    @Override
    public String name() {
        return "expressions";
    }

    @Override
    public String summary() {
        return "a condition of three comparisons over twelve attributes, beside the same in Java";
    }

    @Override
    public List<Measurement> run(Effort effort) {
        byte[] encoded = item().encoded();
        ExpressionCache expressions = new ExpressionCache();
        byte[] text = "age > 30 and city == 'London' and price < 1999".getBytes(StandardCharsets.UTF_8);
        Condition inNative = expressions.condition(text, "condition");
        Condition inDynamo = expressions
                .dynamo()
                .request(
                        Map.of(),
                        Map.of(":age", thirty.encoded(), ":city", london.encoded(), ":limit", limit.encoded()))
                .condition("age > :age AND city = :city AND price < :limit");
        AttributesScope scope = new AttributesScope();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(encoded.length);
            MemorySegment.copy(MemorySegment.ofArray(encoded), 0, buffer, 0, encoded.length);
            Test handWritten = () -> holds(buffer);
            return List.of(
                    compared(
                            "expression-dynamo",
                            effort,
                            () -> inDynamo.holds(scope.wrap(buffer, 0, buffer.byteSize())),
                            handWritten),
                    compared(
                            "expression-native",
                            effort,
                            () -> inNative.holds(scope.wrap(buffer, 0, buffer.byteSize())),
                            handWritten));
        }
    }

    /** What is measured; it holds for the item. */
    private interface Test {
        boolean holds();
    }

    private static Measurement compared(String name, Effort effort, Test ours, Test peer) {
        double[] oursNs = new double[effort.runs()];
        double[] peerNs = new double[effort.runs()];
        for (int i = 0; i < WARM_UPS; i++) {
            measure(ours, effort.roundTrips());
            measure(peer, effort.roundTrips());
        }
        for (int i = 0; i < effort.runs(); i++) {
            oursNs[i] = measure(ours, effort.roundTrips());
            peerNs[i] = measure(peer, effort.roundTrips());
        }
        String note = String.format(
                Locale.ROOT,
                "nothing is allocated; runs %s, in Java %s",
                Arrays.toString(oursNs),
                Arrays.toString(peerNs));
        return Measurement.ofCost(name, "ns", median(oursNs), "written in Java", median(peerNs), GOAL, note);
    }

    private static double measure(Test test, int count) {
        int holding = 0;
        long startNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            holding += test.holds() ? 1 : 0;
        }
        double ns = (System.nanoTime() - startNs) / (double) count;
        if (holding != count) {
            throw new IllegalStateException("condition does not hold: count=" + count + " holding=" + holding);
        }
        return Math.round(ns * 10) / 10.0;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private boolean holds(MemorySegment buffer) {
        long length = buffer.byteSize();
        return Attributes.find(buffer, 0, length, AGE, view)
                && order.compare(view, thirty) > 0
                && Attributes.find(buffer, 0, length, CITY, view)
                && order.areEqual(view, london)
                && Attributes.find(buffer, 0, length, PRICE, view)
                && order.compare(view, limit) < 0;
    }

    private static Attributes item() {
        Attributes.Draft draft = new Attributes.Draft();
        put(draft, "age", new Value.Int64(36));
        put(draft, "city", new Value.Text("London"));
        put(draft, "price", new Value.Int64(1_850));
        for (int i = 0; i < 9; i++) {
            put(draft, "field" + i, new Value.Text("value of field " + i));
        }
        return draft.build();
    }

    private static void put(Attributes.Draft draft, String name, Value value) {
        draft.put(name.getBytes(StandardCharsets.UTF_8), ValueCodec.encode(value));
    }
}
