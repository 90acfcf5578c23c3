package io.vireo.benchmarks;

import io.vireo.client.DataClient;
import io.vireo.client.NewRecord;
import io.vireo.client.StreamPage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** Records of 256 bytes into a shard and out of it again, 64 at a time, beside a bound. */
final class StreamRun {
    private static final int RECORD_LENGTH = 256;
    private static final int BATCH = 64;
    private static final int DEPTH = 32;
    private static final int RECORDS_MIN = 10 * BATCH;
    private static final int ROUND_TRIPS_PER_RECORD = 2;
    private static final long MEMORY_BYTES = 1 << 30;
    private static final int RETENTION_SECONDS = 86_400;
    private static final double BOUND_NS = 1_000;

    private StreamRun() {}

    static List<Measurement> run(Benchmark.Effort effort) throws IOException {
        long batches = Math.max(RECORDS_MIN, effort.roundTrips() / ROUND_TRIPS_PER_RECORD) / BATCH;
        double[] appends = new double[effort.runs()];
        double[] reads = new double[effort.runs()];
        try (EngineUnderBench engine = EngineUnderBench.start(MEMORY_BYTES, "");
                DataClient client = engine.client()) {
            measure(client, "warm", batches);
            for (int run = 0; run < effort.runs(); run++) {
                double[] both = measure(client, "stream-" + run, batches);
                appends[run] = both[0];
                reads[run] = both[1];
            }
        }
        String note = "a record; %d bytes, %d in a batch, %d batches under way, one shard, durable"
                .formatted(RECORD_LENGTH, BATCH, DEPTH);
        return List.of(
                Measurement.ofCost("stream-append", "ns", Measurement.median(appends), "bound", BOUND_NS, 1, note),
                Measurement.ofCost("stream-read", "ns", Measurement.median(reads), "bound", BOUND_NS, 1, note));
    }

    /** What a record took to be appended, and to be read, in nanoseconds. */
    private static double[] measure(DataClient client, String stream, long batches) throws IOException {
        long container = EngineUnderBench.CONTAINER;
        client.createStream(container, stream, 1, RETENTION_SECONDS).join();
        List<NewRecord> records = Collections.nCopies(BATCH, NewRecord.of(new byte[RECORD_LENGTH]));
        long start = System.nanoTime();
        run(batches, _ -> client.append(container, stream, 0, records));
        double append = (System.nanoTime() - start) / (double) (batches * BATCH);
        long before = System.nanoTime();
        // A location is the sequence number to go on at, so that pages can be asked for before those in front of them
        // are there.
        long count = run(batches, batch -> client.read(container, stream, 0, 1 + batch * BATCH, BATCH));
        double read = (System.nanoTime() - before) / (double) (batches * BATCH);
        if (count != batches * BATCH) {
            throw new IOException("records were lost: count=%d of=%d".formatted(count, batches * BATCH));
        }
        return new double[] {append, read};
    }

    /** Keeps a number of calls under way; how many records came back. */
    private static long run(long count, LongFunction<CompletableFuture<?>> call) {
        ArrayDeque<CompletableFuture<?>> underWay = new ArrayDeque<>();
        long records = 0;
        for (long i = 0; i < count || !underWay.isEmpty(); ) {
            if (i < count && underWay.size() < DEPTH) {
                underWay.add(call.apply(i++));
            } else {
                records += underWay.remove().join() instanceof StreamPage page
                        ? page.records().size()
                        : 0;
            }
        }
        return records;
    }
}
