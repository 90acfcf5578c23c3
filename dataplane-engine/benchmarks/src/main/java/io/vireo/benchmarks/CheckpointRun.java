package io.vireo.benchmarks;

import io.vireo.engine.checkpoint.CheckpointDecoder;
import io.vireo.engine.checkpoint.CheckpointEncoder;
import io.vireo.engine.checkpoint.CheckpointHeader;
import io.vireo.engine.index.IndexCursor;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.index.OrderedIndex;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.io.LocalDisk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;

/** Writes an index down as a checkpoint and reads it into another one, from the page cache. */
final class CheckpointRun {
    private static final String NAME = "index.checkpoint";

    /** 10 million items in 10 seconds. */
    private static final double BOUND_NS = 1_000;

    /** Time of the clock for an item, in nanoseconds, and bytes of the file. */
    record Costs(double encode, double reload, double bytes) {}

    private static final class Loader implements CheckpointDecoder.Visitor {
        private final OrderedIndex index;
        private final IndexEntry before = new IndexEntry();

        Loader(OrderedIndex index) {
            this.index = index;
        }

        @Override
        public void entry(CheckpointDecoder.Loaded loaded) {
            index.put(loaded.key(), 0, loaded.keyLength(), loaded.entry(), before);
        }

        @Override
        public void item(int section, int partition, MemorySegment bytes, long offset, int length) {
            throw new IllegalStateException("nobody wrote a section: section=" + section);
        }
    }

    private CheckpointRun() {}

    static Costs of(OrderedIndex index, Executor populator, long budget) throws IOException {
        Path folder = Files.createTempDirectory("vireo-bench");
        LocalDisk disk = LocalDisk.open(folder);
        try {
            long start = System.nanoTime();
            long bytes = write(disk, index);
            double encode = (System.nanoTime() - start) / (double) index.count();
            return new Costs(encode, reload(disk, index, populator, budget), bytes / (double) index.count());
        } finally {
            disk.delete(NAME);
            Files.delete(folder);
        }
    }

    private static long write(LocalDisk disk, OrderedIndex index) throws IOException {
        try (Arena memory = Arena.ofConfined();
                DiskFile file = disk.begin(NAME)) {
            MemorySegment output = memory.allocate(CheckpointEncoder.OUTPUT_LENGTH_MIN);
            CheckpointEncoder encoder = new CheckpointEncoder(new CheckpointHeader(0, 1, 1, 1, 1, 0, 0, 0), output);
            IndexCursor cursor = index.cursor();
            boolean isAtKey = cursor.first();
            while (isAtKey) {
                if (encoder.entry(0, cursor.key(), cursor.keyLength(), cursor.entry(), MemorySegment.NULL, 0, 0)) {
                    isAtKey = cursor.next();
                } else {
                    take(encoder, output, file);
                }
            }
            while (!encoder.finish()) {
                take(encoder, output, file);
            }
            take(encoder, output, file);
            file.force();
            disk.publish(NAME);
            return encoder.position();
        }
    }

    private static void take(CheckpointEncoder encoder, MemorySegment output, DiskFile file) throws IOException {
        long position = encoder.position();
        int length = encoder.takeOutput(output);
        file.write(output.asSlice(0, length).asByteBuffer(), position);
    }

    private static double reload(LocalDisk disk, OrderedIndex original, Executor populator, long budget)
            throws IOException {
        try (IndexMemory memory = IndexMemory.reserve(budget, populator);
                OrderedIndex index = new OrderedIndex(memory);
                DiskFile file = disk.open(NAME);
                CheckpointDecoder decoder = new CheckpointDecoder(file, NAME)) {
            long start = System.nanoTime();
            decoder.decode(new Loader(index));
            double cost = (System.nanoTime() - start) / (double) original.count();
            if (index.count() != original.count()) {
                throw new IllegalStateException("checkpoint lost items: items=" + index.count());
            }
            return cost;
        }
    }

    static List<Measurement> measurements(List<Costs> runs, String note) {
        double encode = runs.stream()
                .mapToDouble(Costs::encode)
                .sorted()
                .skip(runs.size() / 2)
                .findFirst()
                .orElseThrow();
        double reload = runs.stream()
                .mapToDouble(Costs::reload)
                .sorted()
                .skip(runs.size() / 2)
                .findFirst()
                .orElseThrow();
        String size = String.format(
                Locale.ROOT, "%.1f bytes an item in the file; ", runs.getFirst().bytes());
        return List.of(
                Measurement.ofCost(
                        "checkpoint-encode",
                        "ns",
                        encode,
                        "bound",
                        BOUND_NS,
                        1,
                        size + "an item, time of the clock, forced to disk; " + note),
                Measurement.ofCost(
                        "checkpoint-load", "ns", reload, "bound", BOUND_NS, 1, "an item, time of the clock; " + note));
    }
}
