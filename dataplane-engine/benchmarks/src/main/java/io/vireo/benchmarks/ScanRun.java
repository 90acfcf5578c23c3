package io.vireo.benchmarks;

import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutWriter;
import io.vireo.client.DataClient;
import io.vireo.client.ListPage;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/** A scan of everything with a filter that one item passes, beside RocksDB's iterator over as much. */
final class ScanRun {
    private static final int VALUE_LENGTH = 100;
    private static final int DEPTH = 256;
    private static final int WANTED = 7;
    private static final long MEMORY_MIN = 256 << 20;
    private static final long MEMORY_PER_ITEM = 1_600; // a quarter of it caches records
    private static final double BESIDE_ROCKSDB = 2;
    private static final double BOUND_NS = 500;

    private ScanRun() {}

    static List<Measurement> run(Benchmark.Effort effort) throws IOException {
        int items = effort.items();
        PathKeys keys = new PathKeys(items);
        double[] ours = new double[effort.runs()];
        double[] theirs = new double[effort.runs()];
        double processor = 0;
        try (RocksDbPeer rocks = RocksDbPeer.open();
                EngineUnderBench engine = EngineUnderBench.start(MEMORY_MIN + items * MEMORY_PER_ITEM, "");
                DataClient client = engine.client()) {
            rocks.put(keys, 0, items, DEPTH, VALUE_LENGTH, false);
            load(engine, keys, items);
            scan(client, items); // warms up
            rocks.scan(WANTED, items);
            for (int run = 0; run < effort.runs(); run++) {
                theirs[run] = rocks.scan(WANTED, items);
                long before = engine.processorNs();
                ours[run] = scan(client, items);
                processor += (engine.processorNs() - before) / (double) items / effort.runs();
            }
        }
        String note = String.format(
                Locale.ROOT,
                "an item; %,d of them with values of %d bytes, one passes the filter; %.0f ns of the engine's processor time",
                items,
                VALUE_LENGTH,
                processor);
        double each = Measurement.median(ours);
        return List.of(
                Measurement.ofCost(
                        "scan", "ns", each, "RocksDB iterator", Measurement.median(theirs), BESIDE_ROCKSDB, note),
                Measurement.ofCost("scan-bound", "ns", each, "bound", BOUND_NS, 1, note));
    }

    private static void load(EngineUnderBench engine, PathKeys keys, int items) throws IOException {
        MemorySegment value = Arena.ofAuto().allocate(VALUE_LENGTH, 8);
        try (EngineClient client = engine.connect()) {
            client.run(0, items, DEPTH, (target, number) -> {
                RequestPutWriter put =
                        client.path(target, keys, number).initPut().mode(RequestPutMode.REPLACE);
                var attributes = put.initAttributes(2);
                attributes.get(0).name("n").initValue().integer(number);
                attributes.get(1).name("v").initValue().bytes(value, 0, VALUE_LENGTH);
            });
        }
    }

    /** What an item took, in nanoseconds. */
    private static double scan(DataClient client, int items) throws IOException {
        ListRequest request = new ListRequest(
                EngineUnderBench.CONTAINER,
                "",
                "",
                ListRequest.MAX_LIMIT,
                true,
                ListRequest.Directories.EXCLUDE,
                "n == " + WANTED,
                Projection.USER,
                0,
                0,
                "");
        long start = System.nanoTime();
        ListPage page = client.list(request).join();
        int found = page.entries().size();
        while (!page.isLast()) {
            page = client.list(request.after(page.nextMarker())).join();
            found += page.entries().size();
        }
        double each = (System.nanoTime() - start) / (double) items;
        if (found != 1) {
            throw new IOException("the scan finds what it should not: found=" + found);
        }
        return each;
    }
}
