package io.vireo.engine.maintenance;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.checkpoint.CheckpointDecoder;
import io.vireo.engine.checkpoint.CheckpointException;
import io.vireo.engine.checkpoint.CheckpointHeader;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalException;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.partition.IndexScan;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionState;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Store;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reactor starts from: the newest checkpoint that is whole, and the log from its position on; without any, the whole log, as long as that is there. Nothing
 * but the log and the checkpoint is read, except the records of streams. Threads: the one that starts the engine; blocks.
 */
public final class Recovery {
    private final MaintenanceParts parts;
    private final CheckpointFiles files;
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private final List<Checkpointer.Kept> kept = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Long> damaged = new ArrayList<>();
    private final List<Key> known = new ArrayList<>();
    private long lastNumber;
    private long replayedRecords;
    private long lostFrames;
    private long firstLost;

    private Recovery(MaintenanceParts parts) {
        this.parts = parts;
        this.files = new CheckpointFiles(parts.disk(), parts.config().reactorIndex());
        for (Partition partition : parts.partitions()) {
            partitions.put(partition.index(), partition);
        }
    }

    /**
     * Brings empty partitions to what the log says.
     *
     * @throws IOException the message says what cannot be used, and where it is
     */
    public static Recovery run(MaintenanceParts parts) throws IOException {
        Recovery recovery = new Recovery(parts);
        JournalPosition from = recovery.load();
        recovery.replay(from);
        recovery.requireSegments();
        recovery.readKnown();
        recovery.readIntents();
        return recovery;
    }

    /** Loads the newest checkpoint that is whole; where the log is to be replayed from. */
    private JournalPosition load() throws IOException {
        List<Long> numbers = files.numbers();
        lastNumber = numbers.isEmpty() ? 0 : numbers.getFirst();
        for (long number : numbers) {
            try {
                kept.addFirst(kept.isEmpty() ? load(number) : look(number));
            } catch (CheckpointException e) {
                notes.add(String.valueOf(e.getMessage()));
                damaged.add(number);
                if (kept.isEmpty()) {
                    clear();
                }
            }
        }
        if (kept.isEmpty() && !damaged.isEmpty() && parts.journal().segments().getFirst() > 0) {
            throw new JournalException("no checkpoint is whole, and the journal does not go back to its start: first="
                    + parts.journal().segments().getFirst() + "; " + String.join("; ", notes));
        }
        return kept.isEmpty() ? JournalPosition.START : kept.getLast().position();
    }

    private void clear() {
        known.clear();
        parts.use().clear();
        for (Partition partition : parts.partitions()) {
            partition.store().clear();
            partition.shardBytes().clear();
            partition.restore(new PartitionState(partition.index(), 0, 0, List.of()));
        }
    }

    private Checkpointer.Kept look(long number) throws IOException {
        try (DiskFile file = parts.disk().open(files.name(number));
                CheckpointDecoder decoder = new CheckpointDecoder(file, describe(number))) {
            return kept(number, decoder);
        }
    }

    private static Checkpointer.Kept kept(long number, CheckpointDecoder decoder) {
        CheckpointHeader header = decoder.header();
        return new Checkpointer.Kept(
                number,
                new JournalPosition(header.segment(), header.offset(), header.sequence()),
                decoder.fileLength());
    }

    private String describe(long number) {
        return parts.disk().describe(files.name(number));
    }

    private Checkpointer.Kept load(long number) throws IOException {
        try (DiskFile file = parts.disk().open(files.name(number));
                CheckpointDecoder decoder = new CheckpointDecoder(file, describe(number))) {
            CheckpointHeader header = decoder.header();
            if (header.logId() != parts.journal().logId()
                    || header.reactorIndex() != parts.config().reactorIndex()
                    || header.reactorCount() != parts.config().reactorCount()
                    || header.partitionCount() != parts.config().partitionCount()) {
                throw new JournalException(
                        "checkpoint is not of this journal: file=" + describe(number) + " " + header);
            }
            decoder.decode(new Loader());
            parts.partitions().forEach(partition -> partition.store().loaded());
            return kept(number, decoder);
        }
    }

    /** Puts what a checkpoint holds where it belongs. */
    private final class Loader implements CheckpointDecoder.Visitor {
        @Override
        public void entry(CheckpointDecoder.Loaded loaded) {
            MemorySegment key = loaded.key();
            int keyLength = loaded.keyLength();
            IndexEntry entry = loaded.entry();
            partition(loaded.partition()).store().load(key, 0, keyLength, entry);
            boolean isItem = key.get(ValueLayout.JAVA_BYTE, 0) != Store.OTHER;
            partition(loaded.partition()).shardBytes().loaded(key, keyLength, entry);
            boolean mayBeKept = keyLength > Key.CONTAINER_LENGTH
                    && key.get(ValueLayout.JAVA_BYTE, Key.CONTAINER_LENGTH)
                            == '.'; // the path of what the engine keeps starts so
            if (isItem && (mayBeKept || Partition.kind(entry) == ItemKind.STREAM)) {
                byte[] copy = key.asSlice(0, keyLength).toArray(ValueLayout.JAVA_BYTE);
                if (Partition.isKnownByHeart(copy, Partition.kind(entry))) {
                    known.add(Key.ofEncoded(copy));
                }
            }
        }

        @Override
        public void item(int section, int partition, MemorySegment bytes, long offset, int length) {
            byte[] copy = bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            switch (section) {
                case CheckpointState.SECTION_PARTITION ->
                    partition(partition).restore(CheckpointState.partition(partition, copy));
                case CheckpointState.SECTION_USE ->
                    CheckpointState.use(
                            copy, (segment, bytesInUse) -> parts.use().add(segment, bytesInUse));
                case CheckpointState.SECTION_HISTORY ->
                    CheckpointState.restore(copy, parts.use().history());
                default -> throw new IllegalStateException("checkpoint has an unknown section: section=" + section);
            }
        }
    }

    private Partition partition(int number) {
        @Nullable Partition partition = partitions.get(number);
        if (partition == null) {
            throw new IllegalStateException(
                    "record is of a partition that this reactor does not have: partition=" + number);
        }
        return partition;
    }

    private void replay(JournalPosition from) throws IOException {
        parts.partitions().forEach(partition -> partition.store().setReplaying(true));
        parts.journal().replay(from, new Replay());
        parts.partitions().forEach(partition -> partition.store().setReplaying(false));
        if (lostFrames > 0) {
            notes.add("the journal has commits that a repair gave up: frames=" + lostFrames + " first=" + firstLost
                    + "; what is in use was counted anew");
            notes.addAll(new Recount(parts).run());
        }
    }

    /** Applies what the log tells. */
    private final class Replay implements Journal.Handler {
        @Override
        public void record(int number, ByteReader entries, long location) {
            replayedRecords++;
            partition(number).apply(entries, location);
        }

        @Override
        public void lost(long sequence) {
            firstLost = lostFrames == 0 ? sequence : firstLost;
            lostFrames++;
        }
    }

    /** What is in use must be there; after a repair, what is not is told of. */
    private void requireSegments() throws JournalException {
        List<Integer> segments = parts.journal().segments();
        for (Map.Entry<Integer, Long> each : List.copyOf(parts.use().all().entrySet())) {
            if (each.getValue() > 0 && !segments.contains(each.getKey())) {
                String missing = "a journal segment is missing: segment=" + each.getKey() + " bytesInUse="
                        + each.getValue() + " folder=" + parts.disk().describe("");
                if (lostFrames == 0) {
                    throw new JournalException(missing);
                }
                notes.add(missing + "; what refers to it answers corrupt until it is written again");
            }
        }
    }

    /** Reads the records of what is known by heart. */
    private void readKnown() {
        Fetched fetched = new Fetched();
        List<Needed> needed = new ArrayList<>();
        for (Key key : known) {
            for (Partition partition : parts.partitions()) {
                if (Partition.isKnownByHeart(key.encoded(), partition.kind(key))) {
                    partition.addNeeded(key, needed);
                }
            }
        }
        await(needed, fetched);
        parts.records().use(fetched);
        for (Key key : known) {
            for (Partition partition : parts.partitions()) {
                partition.learn(key).ifPresent(notes::add);
            }
        }
        parts.records().use(Fetched.NOTHING);
        known.clear();
    }

    private void await(List<Needed> needed, Fetched fetched) {
        for (Needed each : needed) {
            parts.records().fetch(each.what(), each.at(), fetched);
        }
        while (fetched.isPending()) {
            parts.calls().poll();
            Thread.onSpinWait();
        }
    }

    /** Reads the intents that a checkpoint held and that are not decided. */
    private void readIntents() throws JournalException {
        Map<Partition, List<Needed>> records = new LinkedHashMap<>();
        for (Partition partition : parts.partitions()) {
            records.put(partition, IndexScan.intents(partition, parts.intents()));
        }
        Fetched fetched = new Fetched();
        await(records.values().stream().flatMap(List::stream).toList(), fetched);
        parts.records().use(fetched);
        try {
            records.forEach((partition, needed) -> needed.forEach(each -> parts.intents()
                    .restore(
                            partition,
                            parts.records().find(each.at()),
                            each.at().location())));
        } catch (CorruptRecordException e) {
            throw new JournalException("an intent of a transaction cannot be read: " + e.getMessage() + " folder="
                    + parts.disk().describe(""));
        }
        parts.records().use(Fetched.NOTHING);
    }

    /** Whole checkpoints, oldest first. */
    List<Checkpointer.Kept> kept() {
        return kept;
    }

    List<Long> damaged() {
        return damaged;
    }

    long lastNumber() {
        return lastNumber;
    }

    /** What a person should know. */
    public List<String> notes() {
        return notes;
    }

    /** Records of the log that were applied. */
    public long replayedRecords() {
        return replayedRecords;
    }
}
