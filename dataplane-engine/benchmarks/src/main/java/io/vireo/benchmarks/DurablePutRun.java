package io.vireo.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Durable puts, many under way, beside RocksDB with batches and a synced log, and beside Redis that syncs its file before it answers. */
final class DurablePutRun {
    private static final int DEPTH = 256;
    private static final int VALUE_LENGTH = 256;
    private static final int COUNT_MIN = 1_000;
    private static final int ROUND_TRIPS_PER_PUT = 4;
    private static final long MEMORY_BYTES = 1 << 30;
    private static final double BESIDE_ROCKSDB = 3;
    private static final double BESIDE_REDIS = 5;

    private DurablePutRun() {}

    static List<Measurement> run(Benchmark.Effort effort) throws IOException, InterruptedException {
        int count = Math.max(COUNT_MIN, effort.roundTrips() / ROUND_TRIPS_PER_PUT);
        boolean hasRedis = RedisServer.isHere();
        double[] ours = new double[effort.runs()];
        double[] rocks = new double[effort.runs()];
        double[] redis = new double[effort.runs()];
        for (int run = 0; run < effort.runs(); run++) {
            ours[run] = ours(count);
            rocks[run] = rocks(count);
            redis[run] = hasRedis ? redis(count) : 0;
        }
        String note = "a put; %d bytes, %d under way; the peer's in batches of as many".formatted(VALUE_LENGTH, DEPTH);
        double each = Measurement.median(ours);
        List<Measurement> rows = new ArrayList<>();
        rows.add(Measurement.ofCost(
                "put-durable", "ns", each, "RocksDB synced", Measurement.median(rocks), BESIDE_ROCKSDB, note));
        if (hasRedis) {
            rows.add(Measurement.ofCost(
                    "put-durable-redis",
                    "ns",
                    each,
                    "Redis appendfsync always",
                    Measurement.median(redis),
                    BESIDE_REDIS,
                    note));
        } else {
            System.err.println(
                    "bench: durable puts not measured beside Redis: it is not installed (Debian: apt-get install redis-server)");
        }
        return rows;
    }

    private static double ours(int count) throws IOException {
        PathKeys keys = new PathKeys(2L * count);
        try (EngineUnderBench engine = EngineUnderBench.start(MEMORY_BYTES, "");
                EngineClient client = engine.connect()) {
            for (int i = 0; i < EngineBenchmark.WARM_UPS; i++) {
                client.put(keys, 0, count, DEPTH, VALUE_LENGTH);
            }
            return client.put(keys, count, count, DEPTH, VALUE_LENGTH).nsPerOperation();
        }
    }

    private static double rocks(int count) throws IOException {
        try (RocksDbPeer store = RocksDbPeer.open()) {
            PathKeys keys = new PathKeys(2L * count);
            store.put(keys, 0, count, DEPTH, VALUE_LENGTH, true);
            return store.put(keys, count, count, DEPTH, VALUE_LENGTH, true);
        }
    }

    private static double redis(int count) throws IOException, InterruptedException {
        try (RedisServer server = RedisServer.startDurable()) {
            server.nsPerOperation("set", count, DEPTH, VALUE_LENGTH);
            return server.nsPerOperation("set", count, DEPTH, VALUE_LENGTH);
        }
    }
}
