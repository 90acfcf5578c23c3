package io.vireo.engine.secondary;

import io.vireo.engine.Limits;
import io.vireo.engine.feed.FeedRetention;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.Location;
import io.vireo.engine.journal.LogPosition;
import io.vireo.engine.journal.LogWalk;
import io.vireo.engine.partition.Change;
import io.vireo.engine.partition.ChangeReader;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The changes of rows of this reactor, in the order of its log, with what was there before: a bounded number at a time. Threads: the reactor alone.
 */
final class RowFeed {
    /** A change of a row. */
    sealed interface RowChange {
        /** The row. */
        Key key();

        /**
         * What became of it is known.
         *
         * @param timeNs when it was
         * @param before what was there; null: nothing
         * @param after what it has become, deleted when null
         * @param isNewest whether that is what is there now; else there is a later change of it in the log
         */
        record Told(
                Key key,
                long timeNs,
                @Nullable Item before,
                @Nullable Item after,
                boolean isNewest) implements RowChange {}

        /** What was there before cannot be told. */
        record Lost(Key key, String reason) implements RowChange {}
    }

    private static final int WINDOW_LENGTH = 256 << 10;

    /** Records that a round with requests looks at, and one without. */
    private static final int BUSY_COUNT = 128;

    private static final int IDLE_COUNT = 2_048;

    private final Journal journal;
    private final Records records;
    private final SegmentUse use;
    private final FeedRetention retention;
    private final PartitionSet partitions;
    private final ChangeReader reader = new ChangeReader();
    private final MemorySegment window = Arena.ofAuto().allocate(WINDOW_LENGTH, 4_096);
    private final List<Change> changes = new ArrayList<>();
    private byte[] metadata = new byte[4_096];
    private @Nullable LogWalk walk;
    private Fetched fetched = new Fetched();
    private long length;
    private boolean isAtEnd;
    private boolean isMissing;

    RowFeed(Journal journal, Records records, SegmentUse use, FeedRetention retention, PartitionSet partitions) {
        this.journal = journal;
        this.records = records;
        this.use = use;
        this.retention = retention;
        this.partitions = partitions;
    }

    /** Where what is durable ends. */
    LogPosition latest() {
        return LogPosition.before(journal.durable());
    }

    /** Reads on from a place; not while it {@link #isReading}. */
    void goTo(LogPosition position) {
        walk = new LogWalk(journal, position, window, this::read);
        forget();
    }

    /** Whether the disk is reading for it. */
    boolean isReading() {
        return fetched.isPending() || (walk != null && walk.isReading());
    }

    private void forget() {
        changes.clear();
        fetched = new Fetched();
        length = 0;
        isAtEnd = false;
        isMissing = false;
    }

    /** Reads, keeping the segment there meanwhile. */
    private void read(long location, MemorySegment target, long targetOffset, int readLength, DiskCalls.Ended ended) {
        int segment = Location.segment(location);
        use.pin(segment);
        journal.read(location, target, targetOffset, readLength, failure -> {
            use.unpin(segment);
            ended.ended(failure);
        });
    }

    /** Looks at more of the log, unless enough was found; how many records that was. */
    int gather(boolean isBusy, LongPredicate isContainer, Predicate<Key> isTable) {
        LogWalk going = Objects.requireNonNull(walk);
        int limit = isBusy ? BUSY_COUNT : IDLE_COUNT;
        isAtEnd = false;
        for (int i = 0; i < limit && !isFull(); i++) {
            if (going.position().segment() < retention.floor() && !going.isReading()) {
                isMissing = true;
                return i;
            }
            switch (going.state()) {
                case WAITS -> {
                    return i;
                }
                case DAMAGED -> {
                    isMissing = true;
                    return i;
                }
                case ENDED -> {
                    isAtEnd = true;
                    return i;
                }
                case AT_RECORD -> {
                    take(going, isContainer, isTable);
                    going.next();
                }
            }
        }
        return limit;
    }

    private void take(LogWalk going, LongPredicate isContainer, Predicate<Key> isTable) {
        int metadataLength = going.metadataLength();
        if (metadataLength == 0) {
            return;
        }
        if (metadata.length < metadataLength) {
            metadata = new byte[Math.max(metadataLength, metadata.length * 2)];
        }
        going.metadata(metadata);
        int count = changes.size();
        reader.readRows(metadata, metadataLength, going.metadataLocation(), isContainer, isTable, changes);
        for (int i = count; i < changes.size(); i++) {
            length += changes.get(i).length();
        }
    }

    private boolean isFull() {
        return changes.size() >= Limits.INDEX_BATCH_COUNT || length >= Limits.INDEX_BATCH_LENGTH;
    }

    /** Whether changes were missed: the log has them no more, or they are damaged. */
    boolean isMissing() {
        return isMissing;
    }

    /** Whether there was nothing more that is durable when it last looked. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    /** Whether what was found is to be taken: there is enough, or there is no more. */
    boolean isReady() {
        return !changes.isEmpty() && (isFull() || isAtEnd);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Where to read on, behind what was found. */
    LogPosition position() {
        return Objects.requireNonNull(walk).position();
    }

    /** Of the log, behind a place. */
    long behindBytes(LogPosition from) {
        JournalPosition end = journal.durable();
        long segments = (long) end.segment() - from.segment();
        return Math.max(0, segments * journal.segmentLength(end.segment()) + end.offset() - from.record());
    }

    /** Takes what was found, or nothing as long as the disk is asked for what it was before. */
    @Nullable List<RowChange> take() {
        if (fetched.isPending() || !hasRecords()) {
            return null;
        }
        List<RowChange> taken = new ArrayList<>(changes.size());
        for (Change change : changes) {
            taken.add(told(change));
        }
        forget();
        return taken;
    }

    private boolean hasRecords() {
        records.use(fetched);
        int count = 0;
        List<Needed> needed = new ArrayList<>();
        for (Change change : changes) {
            @Nullable IndexEntry before = change.before();
            if (before != null
                    && journal.segmentLength(before.segment()) > 0
                    && !records.isThere(before)
                    && count < Limits.PAGE_FETCH_COUNT) {
                records.read("item=" + change.key(), before, fetched);
                count++;
            }
            if (mayHaveMoved(change) && count + needed.size() < Limits.PAGE_FETCH_COUNT) {
                Partition owner = owner(change.key());
                if (!owner.isCommittedInMemory(change.key())) {
                    owner.addCommittedNeeded(change.key(), needed);
                }
            }
        }
        needed.forEach(each -> records.fetch(each.what(), each.at(), fetched));
        return count == 0 && needed.isEmpty();
    }

    private Partition owner(Key key) {
        return Objects.requireNonNull(partitions.ownerOf(key));
    }

    /** Whether what is there now has the version that a change made, and lies elsewhere: it was moved, or made anew. */
    private boolean mayHaveMoved(Change change) {
        @Nullable Item after = change.item();
        @Nullable IndexEntry now = after == null ? null : owner(change.key()).committedSlot(change.key());
        return now != null && after != null && now.version() == after.version() && now.location() != change.location();
    }

    private RowChange told(Change change) {
        @Nullable Item before = null;
        @Nullable IndexEntry at = change.before();
        if (at != null) {
            if (journal.segmentLength(at.segment()) == 0) {
                return new RowChange.Lost(change.key(), "what was there before is not kept any more");
            }
            try {
                ByteReader bytes = records.find(at);
                before = reader.before(change.key(), bytes.bytes(bytes.remaining()), at.location());
            } catch (CorruptRecordException e) {
                return new RowChange.Lost(change.key(), String.valueOf(e.getMessage()));
            }
        }
        return new RowChange.Told(change.key(), change.timeNs(), before, change.item(), isNewest(change));
    }

    private boolean isNewest(Change change) {
        @Nullable Item after = change.item();
        @Nullable IndexEntry now = owner(change.key()).committedSlot(change.key());
        if (after == null || now == null) {
            return after == null && now == null;
        }
        if (now.location() == change.location()) {
            return true;
        }
        if (now.version() != after.version()) {
            return false;
        }
        try {
            @Nullable Item item = owner(change.key()).committed(change.key());
            return item != null && item.modifiedNs() == after.modifiedNs();
        } catch (CorruptRecordException e) {
            return true; // what is there now cannot be told, and this is the last that could
        }
    }
}
