package io.vireo.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Values of 4 KiB, of which hardly one is in the cache, got at random, beside fio over as many bytes. */
final class RandomReadRun {
    private static final int DEPTH = 32;
    private static final int VALUE_LENGTH = 4 << 10;
    private static final int COUNT_MIN = 1_000;
    private static final int ROUND_TRIPS_PER_VALUE = 8;
    private static final int LOAD_DEPTH = 256;
    private static final long COLD_MEMORY_BYTES = 16 << 20;
    private static final int SECONDS_MAX = 3;
    private static final double GOAL = 0.8;

    private RandomReadRun() {}

    /** Nothing, and a word about it, where fio is not installed. */
    static List<Measurement> run(Benchmark.Effort effort) throws IOException, InterruptedException {
        if (!FioPeer.isHere()) {
            System.err.println(
                    "bench: random reads not measured beside fio: it is not installed (Debian: apt-get install fio)");
            return List.of();
        }
        int count = Math.max(COUNT_MIN, effort.roundTrips() / ROUND_TRIPS_PER_VALUE);
        int seconds = Math.clamp(effort.roundTrips() / 100_000, 1, SECONDS_MAX);
        double[] ours = new double[effort.runs()];
        double[] theirs = new double[effort.runs()];
        PathKeys keys = new PathKeys(count);
        try (EngineUnderBench engine = EngineUnderBench.start(COLD_MEMORY_BYTES, "");
                EngineClient client = engine.connect()) {
            client.put(keys, 0, count, LOAD_DEPTH, VALUE_LENGTH);
            client.get(keys, 0, count, DEPTH); // warms up
            for (int run = 0; run < effort.runs(); run++) {
                theirs[run] = FioPeer.randomReadNs((long) count * VALUE_LENGTH, DEPTH, seconds);
                ours[run] = client.get(keys, run, count, DEPTH).nsPerOperation();
            }
        }
        String note = String.format(
                Locale.ROOT,
                "%,d values of %d bytes, %d at a time, hardly any in the cache",
                count,
                VALUE_LENGTH,
                DEPTH);
        return List.of(Measurement.ofCost(
                "random-read", "ns", Measurement.median(ours), "fio io_uring", Measurement.median(theirs), GOAL, note));
    }
}
