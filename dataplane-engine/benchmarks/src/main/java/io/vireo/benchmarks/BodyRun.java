package io.vireo.benchmarks;

import io.vireo.client.BodyChunk;
import io.vireo.client.DataClient;
import io.vireo.client.Download;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** A long body to the engine and back, beside a copy of a file as long with a sync at its end. */
final class BodyRun {
    private static final int LENGTH_MAX = 64 << 20;
    private static final int LENGTH_MIN = 1 << 20;
    private static final int BYTES_PER_ROUND_TRIP = 64;
    private static final int PIECE_LENGTH = 1 << 20;
    private static final long MEMORY_BYTES = 256 << 20;
    private static final int WARM_UPS = 3;
    private static final double GOAL = 0.8;
    private static final double NS_PER_MS = 1e6;

    private BodyRun() {}

    static List<Measurement> run(Benchmark.Effort effort) throws IOException {
        int length = Math.clamp((long) effort.roundTrips() * BYTES_PER_ROUND_TRIP, LENGTH_MIN, LENGTH_MAX);
        double[] writes = new double[effort.runs()];
        double[] reads = new double[effort.runs()];
        double[] copies = new double[effort.runs()];
        try (EngineUnderBench engine = EngineUnderBench.start(MEMORY_BYTES, "");
                DataClient client = engine.client()) {
            for (int i = 0; i < WARM_UPS; i++) {
                write(client, "warm-" + i, length);
                read(client, "warm-" + i, length);
            }
            for (int run = 0; run < effort.runs(); run++) {
                copies[run] = copy(length);
                writes[run] = write(client, "body-" + run, length);
                reads[run] = read(client, "body-" + run, length);
            }
        }
        String note = String.format(Locale.ROOT, "%,d bytes, one client, durable at the end", length);
        List<Measurement> rows = new ArrayList<>();
        double copied = Measurement.median(copies);
        rows.add(Measurement.ofCost(
                "body-write", "ms", Measurement.median(writes), "file copy with fsync", copied, GOAL, note));
        rows.add(Measurement.ofCost(
                "body-read", "ms", Measurement.median(reads), "file copy with fsync", copied, GOAL, note));
        return rows;
    }

    private static double write(DataClient client, String path, int length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE_LENGTH);
        long start = System.nanoTime();
        try (Upload upload = client.upload(EngineUnderBench.CONTAINER, path)) {
            for (int position = 0; position < length; position += PIECE_LENGTH) {
                bytes.clear().limit(Math.min(PIECE_LENGTH, length - position));
                upload.write(bytes).join();
            }
            upload.commit(PutRequest.attributes(
                            EngineUnderBench.CONTAINER, path, PutRequest.Mode.REPLACE, new LinkedHashMap<>()))
                    .join();
        }
        return (System.nanoTime() - start) / NS_PER_MS;
    }

    private static double read(DataClient client, String path, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(PIECE_LENGTH);
        long start = System.nanoTime();
        long total = 0;
        try (Download download = client.open(EngineUnderBench.CONTAINER, path, Projection.NONE, 0, Long.MAX_VALUE, 0)
                .join()) {
            for (BodyChunk chunk = download.next().join();
                    chunk != null;
                    chunk = download.next().join()) {
                try (BodyChunk read = chunk) {
                    total += read.bytes().remaining();
                    target.clear().put(read.bytes());
                }
            }
        }
        double took = (System.nanoTime() - start) / NS_PER_MS;
        if (total != length) {
            throw new IOException("body came back shorter: length=%d of=%d".formatted(total, length));
        }
        return took;
    }

    private static double copy(int length) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create();
                FileChannel source = FileChannel.open(
                        folder.path().resolve("source"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE_LENGTH);
            for (int position = 0; position < length; position += PIECE_LENGTH) {
                source.write(bytes.clear().limit(Math.min(PIECE_LENGTH, length - position)), position);
            }
            source.force(true);
            source.position(0);
            long start = System.nanoTime();
            try (FileChannel target = FileChannel.open(
                    folder.path().resolve("target"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                while (source.read(bytes.clear()) > 0) {
                    target.write(bytes.flip());
                }
                target.force(true);
            }
            return (System.nanoTime() - start) / NS_PER_MS;
        }
    }
}
