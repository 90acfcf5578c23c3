package io.vireo.engine.maintenance;

import io.vireo.engine.feed.FeedRetention;
import io.vireo.engine.item.Extent;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.Location;
import io.vireo.engine.journal.SegmentWalk;
import io.vireo.engine.partition.Mover;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives space back: it moves what is live out of the segment with the least of it, first what its records are the newest of, then extents of items whose records are
 * elsewhere. An emptied segment is removed by {@link Maintenance}. Threads: the reactor alone.
 */
final class Compactor {
    /** A segment of which more is live is left alone: moving it would cost more than it gives. */
    private static final double LIVE_PART_MAX = 0.75;

    /** So much of all sealed segments may be garbage. */
    private static final double GARBAGE_PART = 0.3;

    private static final int ROUNDS_PER_CHOICE = 64;

    private final Journal journal;
    private final List<Partition> partitions;
    private final Records records;
    private final SegmentUse use;
    private final Mover mover;
    private final FeedRetention feeds;
    private final Consumer<String> findings;

    /** Segments with damage, which cannot be emptied. */
    private final Set<Integer> excluded = new HashSet<>();

    private @Nullable SegmentWalk walk;
    private int partition;
    private long foreignFrom;
    private Mover.@Nullable Foreign foreign;
    private Mover.@Nullable Foreign lastMissed;
    private Fetched fetched = new Fetched();
    private @Nullable MemorySegment bytes;
    private boolean isReading;
    private long lastMove;

    // Of what is in use, by count of changes: as of the last look, and of the last time that a segment was looked for.
    private long changesBefore;
    private long changesAtChoice = -1;
    private int roundsUntilChoice;
    private long movedBytes;
    private long compactedCount;

    /** @param findings takes what is damaged */
    Compactor(MaintenanceParts parts, Mover mover, FeedRetention feeds, Consumer<String> findings) {
        this.journal = parts.journal();
        this.partitions = parts.partitions();
        this.records = parts.records();
        this.use = parts.use();
        this.mover = mover;
        this.feeds = feeds;
        this.findings = findings;
    }

    /** Bytes of live records and bodies that were moved. */
    long movedBytes() {
        return movedBytes;
    }

    /** Segments that were emptied. */
    long compactedCount() {
        return compactedCount;
    }

    /** What was moved may have been taken back: starts again. */
    void commitFailed() {
        walk = null;
    }

    /**
     * Does a piece of work.
     *
     * @param isPressing whether space is wanted at any price
     * @return whether there was something to do
     */
    boolean step(RecordWriter writer, boolean isPressing) {
        @Nullable SegmentWalk current = walk;
        if (current == null) {
            int victim = mayChoose(isPressing) ? victim(isPressing) : -1;
            if (victim < 0) {
                return false;
            }
            walk = new SegmentWalk(journal, victim);
            partition = 0;
            foreignFrom = 0;
            foreign = null;
            return true;
        }
        return switch (current.state()) {
            case WAITS -> false;
            case AT_RECORD -> moveRecord(current, writer);
            case ENDED -> moveForeign(current.segment(), writer);
            case DAMAGED -> {
                exclude(current, current.fault());
                yield true;
            }
        };
    }

    /** To look at all segments in every round would cost more than many a request: it is done now and then, and when no more changes come. */
    private boolean mayChoose(boolean isPressing) {
        long changes = use.changeCount();
        boolean isQuiet = changes == changesBefore;
        changesBefore = changes;
        roundsUntilChoice--;
        if (!isPressing && roundsUntilChoice > 0 && (!isQuiet || changes == changesAtChoice)) {
            return false;
        }
        changesAtChoice = changes;
        roundsUntilChoice = ROUNDS_PER_CHOICE;
        return true;
    }

    /** The sealed segment with the least live part; -1 when none is worth it. */
    private int victim(boolean isPressing) {
        int current = journal.position().segment();
        long length = 0;
        long live = 0;
        int victim = -1;
        double least = LIVE_PART_MAX;
        List<Integer> segments = journal.segments();
        for (int i = 0; i < segments.size(); i++) {
            int segment = segments.get(i);
            if (segment >= current || feeds.keeps(segment)) {
                continue; // emptying what a feed keeps would give nothing back
            }
            long segmentLength = journal.segmentLength(segment);
            long segmentLive = use.liveBytes(segment);
            length += segmentLength;
            live += segmentLive;
            double part = (double) segmentLive / segmentLength;
            boolean isCandidate = segmentLive > 0 && !use.isPinned(segment) && !excluded.contains(segment);
            if (isCandidate && part < least) {
                least = part;
                victim = segment;
            }
        }
        return isPressing || length - live > length * GARBAGE_PART ? victim : -1;
    }

    private void exclude(SegmentWalk damaged, String fault) {
        findings.accept(fault);
        excluded.add(damaged.segment());
        walk = null;
    }

    private boolean moveRecord(SegmentWalk record, RecordWriter writer) {
        Partition owner = partitionNumbered(record.partition());
        if (mover.isHeld(owner, record)) {
            return false;
        }
        long before = journal.pendingLength();
        boolean isDone = writer.write(owner, () -> mover.move(owner, record));
        if (!isDone) {
            return false;
        }
        if (!mover.fault().isEmpty()) {
            exclude(record, mover.fault());
            return true;
        }
        moved(Math.max(0, journal.pendingLength() - before), writer);
        record.next();
        return true;
    }

    private void moved(long length, RecordWriter writer) {
        if (length > 0) {
            movedBytes += length;
            lastMove = writer.lastCommit();
        }
    }

    private Partition partitionNumbered(int number) {
        for (Partition each : partitions) {
            if (each.index() == number) {
                return each;
            }
        }
        throw new IllegalStateException(
                "record is of a partition that this reactor does not have: partition=" + number);
    }

    /** Moves one extent after the other whose item's record is elsewhere. */
    private boolean moveForeign(int segment, RecordWriter writer) {
        if (isReading || fetched.isPending()) {
            return false;
        }
        Mover.@Nullable Foreign next = foreign;
        if (next == null) {
            return findForeign(segment, writer);
        }
        if (!mover.isThere(next) && !isFetched(next)) {
            return true;
        }
        records.use(fetched);
        @Nullable Extent extent = mover.extent(next);
        @Nullable MemorySegment read = bytes;
        if (extent == null) {
            pass(next);
            return true;
        }
        if (read == null) {
            read(extent);
            return true;
        }
        if (mover.isHeld(next)) {
            return false;
        }
        long before = journal.pendingLength();
        if (!writer.write(next.partition(), () -> mover.move(next, extent, read))) {
            return false;
        }
        if (!mover.fault().isEmpty()) {
            findings.accept(mover.fault());
            excluded.add(segment);
        }
        moved(Math.max(0, journal.pendingLength() - before), writer);
        foreignFrom = next.location() + 1;
        foreign = null;
        return true;
    }

    /** The item does not have the extent, or cannot be read. Looked at once more, because another item may have it since; then passed over. */
    private void pass(Mover.Foreign missed) {
        if (!mover.fault().isEmpty()) {
            findings.accept(mover.fault());
            excluded.add(Location.segment(missed.location()));
        }
        foreignFrom = missed.equals(lastMissed) ? missed.location() + 1 : missed.location();
        lastMissed = missed;
        foreign = null;
    }

    /** Looks for the next foreign extent; with none left the segment is done, once the moves are durable. */
    private boolean findForeign(int segment, RecordWriter writer) {
        while (partition < partitions.size()) {
            long from = Math.max(foreignFrom, (long) segment << 32);
            foreign = mover.foreignIn(partitions.get(partition), segment, from);
            if (foreign != null) {
                bytes = null;
                fetched = new Fetched();
                return true;
            }
            partition++;
            foreignFrom = 0;
        }
        if (!writer.hasEnded(lastMove)) {
            return false;
        }
        if (use.liveBytes(segment) == 0) {
            compactedCount++;
        } else {
            excluded.add(segment); // something in it is damaged, or is not durable yet as somebody's
        }
        walk = null;
        return true;
    }

    private boolean isFetched(Mover.Foreign next) {
        List<Needed> needed = new ArrayList<>();
        next.partition().addNeeded(next.owner(), needed);
        Needed record = needed.getFirst();
        if (fetched.contains(record.at().location())) {
            return true;
        }
        records.fetch(record.what(), record.at(), fetched);
        return false;
    }

    private void read(Extent extent) {
        MemorySegment target = Arena.ofAuto().allocate(extent.length(), 4_096);
        isReading = true;
        journal.read(extent.location(), target, 0, extent.length(), failure -> {
            isReading = false;
            bytes = target; // should reading have failed, the checksums say so
        });
    }
}
