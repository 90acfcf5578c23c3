package io.vireo.engine.maintenance;

import io.vireo.engine.Limits;
import io.vireo.engine.checkpoint.CheckpointEncoder;
import io.vireo.engine.checkpoint.CheckpointHeader;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.DiskException;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalConfig;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.store.SegmentUse;
import io.vireo.engine.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints while the reactor goes on: it keeps what the stores held at the end of a commit, and writes that down a slice at a time. What a checkpoint holds
 * is exactly what replaying the log up to its position gives. The newest two are kept: should the newest prove damaged, the one before is there, and the log
 * from its position on.
 *
 * <p>Threads: the reactor; what blocks is done in the background.
 */
final class Checkpointer {
    /** Keys of one slice: a fraction of a millisecond. */
    private static final int SLICE_COUNT = 500;

    /** What may be kept in the heap of keys that were changed meanwhile: a part of the smallest heap that an engine is given. */
    private static final long KEPT_BYTES_MAX = 16 << 20;

    private static final long KEPT_BYTES_PER_SLICE = KEPT_BYTES_MAX / 32;
    private static final int KEPT_COUNT = 2;
    private static final long RETRY_NS = 5_000_000_000L;

    /**
     * A checkpoint that is on the disk, whole.
     *
     * @param length of its file, in bytes
     */
    record Kept(long number, JournalPosition position, long length) {}

    /** One that is being written. */
    private static final class Work {
        private final long number;
        private final JournalPosition position;

        /** That must be durable before the checkpoint may be found by a start. */
        private final long commit;

        private final List<Store.Snapshot> snapshots = new ArrayList<>();
        private final ArrayDeque<Item> items = new ArrayDeque<>();
        private final CompletableFuture<DiskFile> file;
        private final CheckpointEncoder encoder;
        private boolean hasKey; // the snapshot of the partition is at one that is not encoded yet
        private int partition;
        private int writesUnderWay;
        private boolean isEncoded;
        private boolean isForcing;
        private @Nullable CompletableFuture<Void> publishing;

        Work(
                long number,
                JournalPosition position,
                long commit,
                CompletableFuture<DiskFile> file,
                CheckpointEncoder encoder) {
            this.number = number;
            this.position = position;
            this.commit = commit;
            this.file = file;
            this.encoder = encoder;
        }
    }

    private record Item(int section, int partition, byte[] bytes) {}

    private final CheckpointFiles files;
    private final JournalConfig config;
    private final Journal journal;
    private final DiskCalls calls;
    private final List<Partition> partitions;
    private final SegmentUse use;
    private final EpochClock clock;
    private final Executor background;
    private final Runnable wake;
    private final long intervalBytes;
    private final List<Kept> kept = new ArrayList<>();
    private final MemorySegment key = Arena.ofAuto().allocate(Limits.KEY_LENGTH);
    private MemorySegment output = Arena.ofAuto().allocate(CheckpointEncoder.OUTPUT_LENGTH_MIN, 8);
    private MemorySegment spareOutput = Arena.ofAuto().allocate(CheckpointEncoder.OUTPUT_LENGTH_MIN, 8);

    /** Those that a start found damaged: kept until there is a new one. */
    private final List<Long> damaged;

    private @Nullable Work work;
    private long lastNumber;
    private boolean isWanted;
    private long failedNs;
    private String failure = "";
    private long writtenBytes;

    /** @param recovered what the start found */
    Checkpointer(MaintenanceParts parts, Recovery recovered) {
        this.files = new CheckpointFiles(parts.disk(), parts.config().reactorIndex());
        this.config = parts.config();
        this.journal = parts.journal();
        this.calls = parts.calls();
        this.partitions = parts.partitions();
        this.use = parts.use();
        this.clock = parts.clock();
        this.background = parts.background();
        this.wake = parts.wake();
        this.intervalBytes = parts.checkpointBytes();
        this.kept.addAll(recovered.kept());
        this.lastNumber = recovered.lastNumber();
        this.damaged = new ArrayList<>(recovered.damaged());
    }

    /** The first segment that a replay may need: all before it may go when nothing refers to them. */
    int replayFloor() {
        return kept.size() < KEPT_COUNT ? 0 : kept.getFirst().position().segment();
    }

    /** Asks for a checkpoint whatever was written since the last one: so that segments before it can go. */
    void want() {
        isWanted = true;
    }

    /** The disk is full: lets go of the checkpoint before the newest, and of the log before that. */
    void keepNewestAlone() {
        if (kept.size() == KEPT_COUNT && work == null) {
            remove(kept.removeFirst().number());
            kept.addFirst(kept.getFirst());
        }
    }

    private boolean isDue() {
        if (work != null || (!failure.isEmpty() && Math.abs(clock.nowNs() - failedNs) < RETRY_NS)) {
            return false;
        }
        JournalPosition now = journal.position();
        JournalPosition last =
                kept.isEmpty() ? JournalPosition.START : kept.getLast().position();
        long bytes = (long) (now.segment() - last.segment()) * config.segmentLength() + now.offset() - last.offset();
        // Of what is written, checkpoints are half at most, however many items there are.
        long interval =
                Math.max(intervalBytes, kept.isEmpty() ? 0 : kept.getLast().length());
        return bytes > 0 && (isWanted || bytes >= interval);
    }

    /** A commit was sealed, or nothing waits for one: what the stores hold now is what the log holds up to its position. */
    void atBoundary(RecordWriter writer) {
        if (!isDue()) {
            return;
        }
        isWanted = false;
        JournalPosition position = journal.position();
        long number = ++lastNumber;
        CheckpointHeader header = new CheckpointHeader(
                config.reactorIndex(),
                config.reactorCount(),
                config.partitionCount(),
                journal.logId(),
                number,
                position.segment(),
                position.offset(),
                position.sequence());
        Work begun =
                new Work(number, position, writer.lastCommit(), begin(number), new CheckpointEncoder(header, output));
        for (Partition partition : partitions) {
            begun.snapshots.add(partition.store().snapshot());
            begun.items.add(new Item(
                    CheckpointState.SECTION_PARTITION,
                    partition.index(),
                    CheckpointState.partition(partition.state())));
        }
        for (byte[] item : CheckpointState.use(use.all())) {
            begun.items.add(new Item(CheckpointState.SECTION_USE, 0, item));
        }
        for (byte[] item : CheckpointState.history(use.history())) {
            begun.items.add(new Item(CheckpointState.SECTION_HISTORY, 0, item));
        }
        work = begun;
    }

    private CompletableFuture<DiskFile> begin(long number) {
        CompletableFuture<DiskFile> file = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return files.disk().begin(files.name(number));
                    } catch (IOException e) {
                        throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
                    }
                },
                background);
        file.whenComplete((_, _) -> wake.run());
        return file;
    }

    /** Does a slice of what there is to do; 1 when there was something, else 0. */
    int step(RecordWriter writer) {
        @Nullable Work current = work;
        if (current == null || !current.file.isDone()) {
            return 0;
        }
        if (current.file.isCompletedExceptionally()) {
            abort(String.valueOf(current.file.exceptionNow().getMessage()));
            return 1;
        }
        if (current.publishing != null) {
            return finish(current, current.publishing);
        }
        if (!failure.isEmpty() && current.writesUnderWay == 0) {
            abort(failure);
            return 1;
        }
        if (current.isEncoded) {
            return writer.hasEnded(current.commit) ? force(current) : 0;
        }
        if (current.writesUnderWay > 1) {
            return 0;
        }
        encodeSlice(current);
        return 1;
    }

    /** The more is kept, the longer: who changes keys faster than this pace would fill the heap. */
    private void encodeSlice(Work current) {
        int count = SLICE_COUNT * (1 + (int) (keptBytes() / KEPT_BYTES_PER_SLICE));
        for (int i = 0; i < count && !current.isEncoded; i++) {
            if (!encodeNext(current)) {
                write(current);
                return;
            }
        }
        if (current.isEncoded) {
            write(current);
        }
    }

    /** Encodes the next thing that there is; false when the output is full. */
    private boolean encodeNext(Work current) {
        CheckpointEncoder encoder = current.encoder;
        @Nullable Item item = current.items.peek();
        if (item != null) {
            boolean isDone = encoder.item(
                    item.section(), item.partition(), MemorySegment.ofArray(item.bytes()), 0, item.bytes().length);
            if (isDone) {
                current.items.remove();
            }
            return isDone;
        }
        while (!current.hasKey && current.partition < current.snapshots.size()) {
            current.hasKey = current.snapshots.get(current.partition).next();
            current.partition += current.hasKey ? 0 : 1;
        }
        if (!current.hasKey) {
            current.isEncoded = encoder.finish();
            return current.isEncoded;
        }
        Store.Snapshot at = current.snapshots.get(current.partition);
        MemorySegment.copy(at.key(), 0, key, ValueLayout.JAVA_BYTE, 0, at.keyLength());
        int index = partitions.get(current.partition).index();
        current.hasKey = !encoder.entry(index, key, at.keyLength(), at.entry(), MemorySegment.NULL, 0, 0);
        return !current.hasKey;
    }

    private void write(Work current) {
        long position = current.encoder.position();
        MemorySegment full = output;
        output = spareOutput;
        spareOutput = full;
        int length = current.encoder.takeOutput(output);
        current.writesUnderWay++;
        writtenBytes += length;
        calls.write(current.file.resultNow(), position, full, length, ended -> {
            current.writesUnderWay--;
            note(ended);
        });
    }

    private void note(@Nullable DiskException ended) {
        if (ended != null) {
            failure = String.valueOf(ended.getMessage());
        }
    }

    private int force(Work current) {
        if (current.writesUnderWay > 0 || current.isForcing) {
            return 0;
        }
        current.isForcing = true;
        current.writesUnderWay++;
        calls.force(current.file.resultNow(), ended -> {
            current.writesUnderWay--;
            note(ended);
            if (ended == null) {
                current.publishing = CompletableFuture.runAsync(() -> publish(current), background);
                current.publishing.whenComplete((_, _) -> wake.run());
            }
        });
        return 1;
    }

    private void publish(Work current) {
        try {
            current.file.resultNow().close();
            files.disk().publish(files.name(current.number));
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    private int finish(Work current, CompletableFuture<Void> publishing) {
        if (!publishing.isDone()) {
            return 0;
        }
        if (publishing.isCompletedExceptionally()) {
            abort(String.valueOf(publishing.exceptionNow().getMessage()));
            return 1;
        }
        release(current);
        failure = "";
        kept.add(new Kept(current.number, current.position, current.encoder.position()));
        damaged.forEach(this::remove);
        damaged.clear();
        while (kept.size() > KEPT_COUNT) {
            Kept old = kept.removeFirst();
            if (old.number() != kept.getFirst().number()) {
                remove(old.number());
            }
        }
        return 1;
    }

    private void remove(long number) {
        background.execute(() -> {
            try {
                files.disk().delete(files.name(number));
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage()); // tried again with the next one that is removed
            }
        });
    }

    /** What was sealed did not become durable: what was kept is not what the log holds. */
    void commitFailed() {
        if (work != null) {
            abort("a commit failed");
        }
    }

    private void abort(String why) {
        @Nullable Work current = work;
        if (current != null) {
            failure = why;
            failedNs = clock.nowNs();
            release(current);
            if (current.file.isDone() && !current.file.isCompletedExceptionally()) {
                DiskFile file = current.file.resultNow();
                background.execute(() -> discard(file));
            }
        }
    }

    /** What was begun and has no name goes when the next one is begun under that name, or at the next start. */
    private static void discard(DiskFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void release(Work current) {
        current.snapshots.forEach(Store.Snapshot::release);
        work = null;
    }

    /** What the checkpoint that is being written keeps in the heap, in bytes. */
    private long keptBytes() {
        long total = 0;
        @Nullable Work current = work;
        if (current != null) {
            for (int i = 0; i < current.snapshots.size(); i++) {
                total += current.snapshots.get(i).keptBytes();
            }
        }
        return total;
    }

    /** Whether so much was changed while a checkpoint is being written that it must get on first. */
    boolean isBehind() {
        return keptBytes() >= KEPT_BYTES_MAX;
    }

    /** Why the last checkpoint was not made; empty when it was. */
    String failure() {
        return failure;
    }

    /** Bytes that were written since the start. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** Number of the newest one that is whole; 0 when there is none. */
    long newest() {
        return kept.isEmpty() ? 0 : kept.getLast().number();
    }
}
