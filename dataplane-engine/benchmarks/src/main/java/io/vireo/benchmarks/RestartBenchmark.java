package io.vireo.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How soon an engine that was killed answers again, with as many items as are asked for: from its newest checkpoint and the log behind it. */
final class RestartBenchmark implements Benchmark {
    private static final int DEPTH = 256;
    private static final int VALUE_LENGTH = 100;

    /** Index and key of an item in memory, a part of it for the cache. */
    private static final long MEMORY_PER_ITEM = 200;

    private static final long MEMORY_MIN = 64 << 20;
    private static final double BAR_S = 10;
    private static final double NS_PER_S = 1e9;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String summary() {
        return "time from kill -9 to the first answer of an engine that holds --items items of 100 bytes";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException {
        int items = effort.items();
        PathKeys keys = new PathKeys(items);
        long memoryBytes = MEMORY_MIN + items * MEMORY_PER_ITEM;
        try (EngineUnderBench engine = EngineUnderBench.start(memoryBytes, "")) {
            double putNs;
            try (EngineClient client = engine.connect()) {
                putNs = client.put(keys, 0, items, DEPTH, VALUE_LENGTH).nsPerOperation();
            }
            double[] seconds = new double[effort.runs()];
            for (int run = 0; run < effort.runs(); run++) {
                engine.kill();
                long start = System.nanoTime();
                engine.restart();
                try (EngineClient client = engine.connect()) {
                    client.get(keys, run, 1, 1);
                }
                seconds[run] = (System.nanoTime() - start) / NS_PER_S;
            }
            Arrays.sort(seconds);
            String note = String.format(
                    Locale.ROOT,
                    "%,d items of %d bytes, put at %,.0f ns each; %.0f bytes an item stored, %.0f resident; %s",
                    items,
                    VALUE_LENGTH,
                    putNs,
                    engine.storedBytes() / (double) items,
                    engine.residentBytes() / (double) items,
                    engine.firstLine().replaceAll("socket=\\S+ ", ""));
            return List.of(Measurement.ofCost("restart", "s", seconds[seconds.length / 2], "bar", BAR_S, 1, note));
        }
    }
}
