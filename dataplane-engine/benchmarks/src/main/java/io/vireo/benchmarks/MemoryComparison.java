package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An engine whose files are in memory beside Redis without a file: what both take without a disk. */
final class MemoryComparison {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_BYTES = 2L << 30;
    private static final int DEPTH = 16;
    private static final int VALUE_LENGTH = 100;
    private static final int COUNT_MIN = 1_000;

    private MemoryComparison() {}

    /** Nothing, and a word about it, where Redis is not installed. */
    static List<Measurement> run(Benchmark.Effort effort) throws IOException, InterruptedException {
        if (!RedisServer.isHere() || !Files.isDirectory(MEMORY)) {
            System.err.println(
                    "bench: not measured beside Redis: it is not installed (Debian: apt-get install redis-server)");
            return List.of();
        }
        double[] puts = new double[effort.runs()];
        double[] gets = new double[effort.runs()];
        double[] sets = new double[effort.runs()];
        double[] redisGets = new double[effort.runs()];
        int count = Math.max(COUNT_MIN, effort.roundTrips() / 2);
        for (int run = 0; run < effort.runs(); run++) {
            try (RedisServer redis = RedisServer.start()) {
                sets[run] = redis.nsPerOperation("set", count, DEPTH, VALUE_LENGTH);
                redisGets[run] = redis.nsPerOperation("get", count, DEPTH, VALUE_LENGTH);
            }
            PathKeys keys = new PathKeys(count);
            try (EngineUnderBench engine = EngineUnderBench.start(MEMORY, MEMORY_BYTES, "");
                    EngineClient client = engine.connect()) {
                for (int i = 0; i < EngineBenchmark.WARM_UPS; i++) {
                    client.put(keys, 0, count, DEPTH, VALUE_LENGTH);
                }
                puts[run] = client.put(keys, 0, count, DEPTH, VALUE_LENGTH).nsPerOperation();
                for (int i = 0; i < EngineBenchmark.WARM_UPS; i++) {
                    client.get(keys, 0, count, DEPTH);
                }
                gets[run] = client.get(keys, 0, count, DEPTH).nsPerOperation();
            }
        }
        String note = "one client, %d under way, values of %d bytes, files in memory".formatted(DEPTH, VALUE_LENGTH);
        return List.of(
                Measurement.ofCost("engine-put-memory", "ns", median(puts), "Redis SET", median(sets), 1, note),
                Measurement.ofCost("engine-get-memory", "ns", median(gets), "Redis GET", median(redisGets), 1, note));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
