package io.vireo.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a put and a get cost as an engine grows: at 100,000 items, a million, and on by tens up to as many as are asked for. Gets are measured twice: of items whose records
 * are in memory, which shows what the index costs, and of any, which shows what the disk does when there are more data than memory.
 */
final class GrowthBenchmark implements Benchmark {
    private static final long[] COUNTS = {100_000, 1_000_000, 10_000_000, 50_000_000};
    private static final long BASE_COUNT = 1_000_000;
    private static final int DEPTH = 256;
    private static final int VALUE_LENGTH = 100;
    private static final int HOT_COUNT = 50_000;
    private static final int WARM_UP_COUNT = 200_000;

    /** Index and key of an item, and a part of it for the cache. */
    private static final long MEMORY_PER_ITEM = 160;

    private static final long MEMORY_MIN = 256 << 20;
    private static final long MEMORY_MAX = 8L << 30;
    private static final double GROWTH_MAX = 1.5;
    private static final double OVERHEAD_BOUND = 64;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String summary() {
        return "what a put and a get cost at 100,000 items, 1 and 10 and 50 million, up to --items";
    }

    /** At one number of items, in nanoseconds an operation. */
    private record Point(
            long count, double putNs, double getNs, double anyGetNs, double engineGetNs, double overheadBytes) {}

    @Override
    public List<Measurement> run(Effort effort) throws IOException {
        List<Point> points = new ArrayList<>();
        PathKeys keys = new PathKeys(effort.items());
        long memoryBytes = Math.clamp(effort.items() * MEMORY_PER_ITEM, MEMORY_MIN, MEMORY_MAX);
        try (EngineUnderBench engine = EngineUnderBench.start(memoryBytes, "");
                EngineClient client = engine.connect()) {
            long there = 0;
            for (long count : counts(effort.items())) {
                client.put(keys, there, count - there, DEPTH, VALUE_LENGTH);
                there = count;
                Point point = measure(engine, client, keys, count, Math.max(1_000, effort.roundTrips() / 4));
                points.add(point);
                System.err.println("bench: measured " + point); // the next one may take minutes
            }
        }
        Point base = points.getFirst();
        for (Point point : points) {
            base = point.count() == BASE_COUNT ? point : base;
        }
        List<Measurement> measurements = new ArrayList<>();
        for (Point point : points) {
            String items = String.format(Locale.ROOT, "%,d items", point.count());
            String than = String.format(Locale.ROOT, "at %,d items", base.count());
            String note = String.format(
                    Locale.ROOT,
                    "%s; %d at a time, values of %d bytes; of the processor the engine took %.0f ns a get",
                    items,
                    DEPTH,
                    VALUE_LENGTH,
                    point.engineGetNs());
            double goal = 1 / GROWTH_MAX;
            measurements.add(Measurement.ofCost("growth-put", "ns", point.putNs(), than, base.putNs(), goal, note));
            measurements.add(Measurement.ofCost("growth-get", "ns", point.getNs(), than, base.getNs(), goal, note));
            measurements.add(Measurement.ofCost(
                    "growth-get-any",
                    "ns",
                    point.anyGetNs(),
                    than,
                    base.anyGetNs(),
                    goal,
                    note + "; records anywhere"));
            measurements.add(Measurement.ofCost(
                    "growth-memory",
                    "bytes",
                    point.overheadBytes(),
                    "bound",
                    OVERHEAD_BOUND,
                    1,
                    items + "; of the index, an item, beyond its key"));
        }
        return measurements;
    }

    private static List<Long> counts(long items) {
        List<Long> counts = new ArrayList<>();
        for (long count : COUNTS) {
            if (count < items) {
                counts.add(count);
            }
        }
        counts.add(items);
        return counts;
    }

    private static Point measure(
            EngineUnderBench engine, EngineClient client, PathKeys keys, long count, int operations)
            throws IOException {
        long hot = Math.min(count, HOT_COUNT);
        client.overwrite(keys, count, Math.min(WARM_UP_COUNT, operations), DEPTH, VALUE_LENGTH);
        double put =
                client.overwrite(keys, count, operations, DEPTH, VALUE_LENGTH).nsPerOperation();
        client.getOf(keys, hot, hot * 2, DEPTH);
        long before = engine.processorNs();
        double get = client.getOf(keys, hot, operations, DEPTH).nsPerOperation();
        double engineGet = (engine.processorNs() - before) / (double) operations;
        double any = client.getOf(keys, count, operations, DEPTH).nsPerOperation();
        double keyLength = keyLength(keys, count);
        return new Point(count, put, get, any, engineGet, client.indexBytes() / (double) count - keyLength);
    }

    /** Of a key in the index, on average, in bytes. */
    private static double keyLength(PathKeys keys, long count) {
        int sample = (int) Math.min(count, HOT_COUNT);
        long length = 0;
        for (int i = 0; i < sample; i++) {
            length += keys.make(i) - 1; // without the slash behind the container
        }
        return length / (double) sample;
    }
}
