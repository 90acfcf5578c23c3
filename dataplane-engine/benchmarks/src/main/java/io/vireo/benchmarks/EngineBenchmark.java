package io.vireo.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The engine as a program on its node meets it: a real process, asked through a channel. Durable puts beside the bare loop of the same disk; and the two
 * ways to the disk beside each other, so that what the engine chooses by itself is seen to be the faster one.
 */
final class EngineBenchmark implements Benchmark {
    private static final long MEMORY_BYTES = 1 << 30;

    /** So little that hardly one record of those that are read at random is in the cache. */
    private static final long COLD_MEMORY_BYTES = 16 << 20;

    private static final int DEEP = 256;
    private static final int READ_DEPTH = 32;
    private static final int VALUE_LENGTH = 100;
    private static final int LONG_VALUE_LENGTH = 4 << 10;

    /** What a put of {@link #VALUE_LENGTH} writes to the journal, its share of the frame among it. */
    private static final int RECORD_LENGTH = 320;

    /** The compiler takes some seconds of the processor to be done with the engine. */
    static final int WARM_UPS = 4;

    private static final double BESIDE_LOOP = 0.8;
    private static final double GET_BOUND_NS = 1_000;

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String summary() {
        return "the engine through a channel: durable puts beside a bare loop, gets, and io_uring beside threads";
    }

    /**
     * What one way to the disk costs, in nanoseconds.
     *
     * @param readProcessor of all of the engine's threads, which tells the same on a machine with other work
     */
    private record Costs(double putOne, double putDeep, double get, double readDisk, double readProcessor) {
        static Costs median(List<Costs> runs) {
            return new Costs(
                    median(runs.stream().mapToDouble(Costs::putOne).toArray()),
                    median(runs.stream().mapToDouble(Costs::putDeep).toArray()),
                    median(runs.stream().mapToDouble(Costs::get).toArray()),
                    median(runs.stream().mapToDouble(Costs::readDisk).toArray()),
                    median(runs.stream().mapToDouble(Costs::readProcessor).toArray()));
        }

        private static double median(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        List<Costs> best = new ArrayList<>();
        List<Costs> threads = new ArrayList<>();
        double[] loopOne = new double[effort.runs()];
        double[] loopDeep = new double[effort.runs()];
        for (int run = 0; run < effort.runs(); run++) {
            loopOne[run] = CommitLoop.medianNs(puts(effort), RECORD_LENGTH);
            loopDeep[run] = CommitLoop.medianNs(puts(effort), DEEP * RECORD_LENGTH) / DEEP;
            threads.add(measure(effort, ", \"diskAccess\": \"threads\""));
            best.add(measure(effort, ""));
        }
        Costs ours = Costs.median(best);
        Costs others = Costs.median(threads);
        Arrays.sort(loopOne);
        Arrays.sort(loopDeep);
        String note = String.format(Locale.ROOT, "values of %d bytes", VALUE_LENGTH);
        String deep = note + ", " + DEEP + " at a time";
        String read = String.format(
                Locale.ROOT,
                "values of %d bytes, %d at a time, hardly any in the cache",
                LONG_VALUE_LENGTH,
                READ_DEPTH);
        List<Measurement> measurements = new ArrayList<>(List.of(
                Measurement.ofCost(
                        "engine-put-one",
                        "ns",
                        ours.putOne(),
                        "write+fdatasync",
                        loopOne[loopOne.length / 2],
                        BESIDE_LOOP,
                        "median; " + note),
                Measurement.ofCost(
                        "engine-put-deep",
                        "ns",
                        ours.putDeep(),
                        "bare group commit",
                        loopDeep[loopDeep.length / 2],
                        BESIDE_LOOP,
                        deep),
                Measurement.ofCost("engine-get", "ns", ours.get(), "bound", GET_BOUND_NS, 1, deep),
                Measurement.ofCost(
                        "disk-put-one", "ns", ours.putOne(), "threads", others.putOne(), 1, "median; " + note),
                Measurement.ofCost("disk-put-deep", "ns", ours.putDeep(), "threads", others.putDeep(), 1, deep),
                Measurement.ofCost("disk-read", "ns", ours.readDisk(), "threads", others.readDisk(), 1, read),
                Measurement.ofCost(
                        "disk-read-cpu",
                        "ns",
                        ours.readProcessor(),
                        "threads",
                        others.readProcessor(),
                        1,
                        "processor time of the engine; " + read)));
        measurements.addAll(MemoryComparison.run(effort));
        return measurements;
    }

    /** A durable put takes a hundred times as long as a round trip. */
    private static int puts(Effort effort) {
        return Math.max(100, effort.roundTrips() / 500);
    }

    private static Costs measure(Effort effort, String access) throws IOException {
        int deepCount = Math.max(1_000, effort.roundTrips() / 4);
        PathKeys keys = new PathKeys(2L * deepCount);
        try (EngineUnderBench engine = EngineUnderBench.start(MEMORY_BYTES, access);
                EngineClient client = engine.connect()) {
            for (int i = 0; i < WARM_UPS; i++) {
                client.put(keys, 0, deepCount, DEEP, VALUE_LENGTH);
            }
            double putDeep =
                    client.put(keys, deepCount, deepCount, DEEP, VALUE_LENGTH).nsPerOperation();
            double putOne = client.put(keys, 0, puts(effort), 1, VALUE_LENGTH).medianNs();
            for (int i = 0; i < WARM_UPS; i++) {
                client.get(keys, 0, deepCount, DEEP);
            }
            double get = client.get(keys, 0, deepCount, DEEP).nsPerOperation();
            Costs reads = readDisk(effort, access);
            return new Costs(putOne, putDeep, get, reads.readDisk(), reads.readProcessor());
        }
    }

    private static Costs readDisk(Effort effort, String access) throws IOException {
        int count = Math.max(1_000, effort.roundTrips() / 25);
        PathKeys keys = new PathKeys(count);
        try (EngineUnderBench engine = EngineUnderBench.start(COLD_MEMORY_BYTES, access);
                EngineClient client = engine.connect()) {
            client.put(keys, 0, count, DEEP, LONG_VALUE_LENGTH);
            client.get(keys, 0, count, READ_DEPTH); // warms up
            long before = engine.processorNs();
            double read = client.get(keys, count, count, READ_DEPTH).nsPerOperation();
            double processor = Math.max(1, engine.processorNs() - before) / (double) count;
            return new Costs(0, 0, 0, read, processor);
        }
    }
}
