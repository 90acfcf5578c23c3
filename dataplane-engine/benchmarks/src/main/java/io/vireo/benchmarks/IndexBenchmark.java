package io.vireo.benchmarks;

import io.vireo.engine.index.IndexCursor;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.index.OrderedIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The engine's index beside a sorted map of the JDK, with path-like keys put in no order. Processor time of the thread, without what
 * making the keys costs, so that a machine with other work on it tells the same.
 */
final class IndexBenchmark implements Benchmark {
    /** With more, the peer does not fit an ordinary heap; ours is measured alone then. */
    private static final int PEER_ITEMS_MAX = 10_000_000;

    private static final int ITEMS_MIN = 1_000;
    private static final int LOOKUPS_MAX = 2_000_000;
    private static final long MEMORY_PER_ITEM = 160;
    private static final double ENTRY_BOUND = 64;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What one structure needs, in nanoseconds an operation and bytes an item beyond the key. */
    private record Costs(double bytes, double put, double get, double miss, double scan, double remove) {
        static Costs median(List<Costs> runs) {
            return new Costs(
                    median(runs.stream().mapToDouble(Costs::bytes).toArray()),
                    median(runs.stream().mapToDouble(Costs::put).toArray()),
                    median(runs.stream().mapToDouble(Costs::get).toArray()),
                    median(runs.stream().mapToDouble(Costs::miss).toArray()),
                    median(runs.stream().mapToDouble(Costs::scan).toArray()),
                    median(runs.stream().mapToDouble(Costs::remove).toArray()));
        }

        private static double median(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    @FunctionalInterface
    private interface Work {
        /** Does something for a key, which the source has made. */
        boolean run(byte[] key, int length, int number);
    }

    /** What the loops read, summed, so that no compiler leaves the reading out. */
    private long sink;

    @Override
    public String name() {
        return "index";
    }

    @Override
    public String summary() {
        return "the ordered index: bytes an item, put, get, scan, checkpoint and reload, beside a sorted map of the JDK";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException {
        int items = Math.max(ITEMS_MIN, effort.items());
        boolean hasPeer = items <= PEER_ITEMS_MAX;
        List<Costs> ours = new ArrayList<>();
        List<Costs> peers = new ArrayList<>();
        List<CheckpointRun.Costs> checkpoints = new ArrayList<>();
        ExecutorService populator = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("index-memory").daemon().factory());
        long budget = Math.clamp(items * MEMORY_PER_ITEM, IndexMemory.BUDGET_MIN * 8, IndexMemory.BUDGET_MAX);
        for (int run = 0; run < effort.runs(); run++) {
            try (IndexMemory memory = IndexMemory.reserve(budget, populator);
                    OrderedIndex index = new OrderedIndex(memory)) {
                Costs before = measure(index, memory, items);
                checkpoints.add(CheckpointRun.of(index, populator, budget));
                ours.add(withRemoval(before, index, items));
            }
            if (hasPeer) {
                peers.add(measurePeer(items));
            }
        }
        populator.shutdown();
        if (sink == 0) {
            throw new IllegalStateException("benchmark has read nothing");
        }
        return measurements(items, ours, peers, checkpoints);
    }

    private static List<Measurement> measurements(
            int items, List<Costs> runs, List<Costs> peerRuns, List<CheckpointRun.Costs> checkpoints) {
        Costs ours = Costs.median(runs);
        String note = String.format(Locale.ROOT, "%,d path-like keys, processor time", items);
        List<Measurement> figures = new ArrayList<>();
        figures.add(Measurement.ofCost(
                "index-bytes-bound", "B/item", ours.bytes(), "bound", ENTRY_BOUND, 1, "beyond the key; " + note));
        if (!peerRuns.isEmpty()) {
            Costs peer = Costs.median(peerRuns);
            String map = "TreeMap";
            figures.add(Measurement.ofCost("index-bytes", "B/item", ours.bytes(), map, peer.bytes(), 1, note));
            figures.add(Measurement.ofCost("index-put", "ns", ours.put(), map, peer.put(), 1, note));
            figures.add(Measurement.ofCost("index-get", "ns", ours.get(), map, peer.get(), 1, note));
            figures.add(Measurement.ofCost("index-miss", "ns", ours.miss(), map, peer.miss(), 1, note));
            figures.add(Measurement.ofCost("index-scan", "ns", ours.scan(), map, peer.scan(), 0.5, note));
            figures.add(Measurement.ofCost("index-remove", "ns", ours.remove(), map, peer.remove(), 1, note));
        } else {
            double bound = 1_000_000_000.0 / 500_000; // half a million a second, one at a time
            figures.add(Measurement.ofCost("index-put", "ns", ours.put(), "bound", bound, 1, note));
            figures.add(Measurement.ofCost("index-get", "ns", ours.get(), "bound", bound, 1, note));
            figures.add(Measurement.ofCost("index-scan", "ns", ours.scan(), "bound", bound, 1, note));
        }
        figures.addAll(CheckpointRun.measurements(checkpoints, note));
        return figures;
    }

    private Costs measure(OrderedIndex index, IndexMemory memory, int items) {
        PathKeys keys = new PathKeys(items);
        IndexEntry entry = new IndexEntry();
        IndexEntry before = new IndexEntry();
        long keyBytes = 0;
        for (int i = 0; i < items; i++) {
            keyBytes += keys.make(i);
        }
        double put = cost(keys, items, 1, (key, length, number) -> {
            entry.set(number >>> 20, number, 100, number, number, 1);
            return index.put(key, 0, length, entry, before) == OrderedIndex.INSERTED;
        });
        double bytes = (memory.usedBytes() - keyBytes) / (double) items;
        Work find = (key, length, _) -> index.get(key, 0, length, before);
        double get = cost(keys, Math.min(items, LOOKUPS_MAX), 7_919, find);
        double miss = cost(keys, Math.min(items, LOOKUPS_MAX), 7_919, (key, length, _) -> {
            key[length - 2] = 'x';
            return !index.get(key, 0, length, before);
        });
        IndexCursor cursor = index.cursor();
        long start = THREADS.getCurrentThreadCpuTime();
        for (boolean isAtKey = cursor.first(); isAtKey; isAtKey = cursor.next()) {
            sink += cursor.entry().version();
        }
        double scan = (THREADS.getCurrentThreadCpuTime() - start) / (double) items;
        return new Costs(bytes, put, get, miss, scan, 0);
    }

    private Costs withRemoval(Costs costs, OrderedIndex index, int items) {
        IndexEntry removed = new IndexEntry();
        double remove = cost(
                new PathKeys(items),
                Math.min(items, LOOKUPS_MAX),
                1,
                (key, length, _) -> index.remove(key, 0, length, removed));
        return new Costs(costs.bytes(), costs.put(), costs.get(), costs.miss(), costs.scan(), remove);
    }

    private Costs measurePeer(int items) {
        PathKeys keys = new PathKeys(items);
        byte[][] scratch = new byte[PathKeys.LENGTH_MAX + 1][];
        Arrays.setAll(scratch, byte[]::new);
        long keyBytes = 0;
        for (int i = 0; i < items; i++) {
            keyBytes += keys.make(i);
        }
        long before = heapUsed();
        TreeMap<byte[], IndexEntry> map = new TreeMap<>(Arrays::compareUnsigned);
        double put = cost(
                keys,
                items,
                1,
                (key, length, number) -> map.put(
                                Arrays.copyOf(key, length),
                                new IndexEntry().set(number >>> 20, number, 100, number, number, 1))
                        == null);
        double bytes = (heapUsed() - before - keyBytes) / (double) items;
        double get = cost(
                keys,
                Math.min(items, LOOKUPS_MAX),
                7_919,
                (key, length, _) -> map.get(exact(scratch, key, length)) != null);
        double miss = cost(keys, Math.min(items, LOOKUPS_MAX), 7_919, (key, length, _) -> {
            key[length - 2] = 'x';
            return map.get(exact(scratch, key, length)) == null;
        });
        long start = THREADS.getCurrentThreadCpuTime();
        for (Map.Entry<byte[], IndexEntry> entry : map.entrySet()) {
            sink += entry.getKey()[8] + entry.getValue().version();
        }
        double scan = (THREADS.getCurrentThreadCpuTime() - start) / (double) items;
        double remove = cost(
                keys,
                Math.min(items, LOOKUPS_MAX),
                1,
                (key, length, _) -> map.remove(exact(scratch, key, length)) != null);
        return new Costs(bytes, put, get, miss, scan, remove);
    }

    private static byte[] exact(byte[][] scratch, byte[] key, int length) {
        byte[] exact = scratch[length];
        System.arraycopy(key, 0, exact, 0, length);
        return exact;
    }

    private static long heapUsed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Nanoseconds of processor time for a key, without making it. */
    private double cost(PathKeys keys, int count, int stride, Work work) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            sink += keys.make((long) i * stride);
        }
        long making = THREADS.getCurrentThreadCpuTime() - start;
        int done = 0;
        start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            int length = keys.make((long) i * stride);
            if (work.run(keys.bytes(), length, i)) {
                done++;
            }
        }
        long all = THREADS.getCurrentThreadCpuTime() - start;
        if (done != count) {
            throw new IllegalStateException("not every operation did what it should: done=" + done + " of=" + count);
        }
        return Math.max(1, all - making) / (double) count;
    }
}
