package io.vireo.engine.inspect;

import io.vireo.engine.io.Disk;
import io.vireo.engine.journal.Location;
import io.vireo.engine.journal.SegmentWalk;
import io.vireo.engine.journal.StoredSegments;
import io.vireo.engine.partition.StoredEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of a log from a place on, one by one.
 *
 * @param lines oldest first
 * @param next where the listing goes on; {@link #END} when there is no more
 */
public record EntryListing(List<Line> lines, long next) {
    /** There is no more. */
    public static final long END = -1;

    /**
     * An entry and what it is in.
     *
     * @param frameOffset of its frame, in the segment
     * @param sequence of its frame
     * @param recordOffset of its record, in the segment
     * @param partition whose it is
     * @param bodyLength of the record, in bytes
     */
    public record Line(
            int segment,
            int frameOffset,
            long sequence,
            int recordOffset,
            int partition,
            int bodyLength,
            StoredEntry entry) {}

    /**
     * Reads entries of one segment and those behind it.
     *
     * @param from the place of the first one, or before it
     * @param limit of the entries, 1 or more
     * @param isOneSegment whether to end with the segment
     */
    public static EntryListing of(Disk disk, int reactor, long from, int limit, boolean isOneSegment)
            throws IOException {
        List<Line> lines = new ArrayList<>();
        try (StoredSegments segments = StoredSegments.open(disk, reactor)) {
            for (int segment :
                    segments.headers().tailMap(Location.segment(from), true).keySet()) {
                if (isOneSegment && segment > Location.segment(from)) {
                    break;
                }
                if (!addAll(segments, segment, from, limit, lines)) {
                    StoredEntry last = lines.removeLast().entry();
                    return new EntryListing(List.copyOf(lines), last.location());
                }
            }
        }
        return new EntryListing(List.copyOf(lines), END);
    }

    /** False once there is one line more than wanted. */
    private static boolean addAll(StoredSegments segments, int segment, long from, int limit, List<Line> lines) {
        SegmentWalk walk = new SegmentWalk(segments, segment);
        boolean hasSought = false;
        while (true) {
            switch (walk.state()) {
                case WAITS -> {} // files are read at once: the next look tells
                case AT_RECORD -> {
                    hasSought = false;
                    add(walk, from, lines);
                    if (lines.size() > limit) {
                        lines.subList(limit + 1, lines.size()).clear();
                        return false;
                    }
                    walk.next();
                }
                case DAMAGED -> {
                    if (walk.isBetweenFrames()) {
                        return true;
                    }
                    walk.leaveFrame();
                }
                case ENDED -> {
                    if (hasSought) {
                        return true;
                    }
                    hasSought = true;
                    walk.seekFrame(walk.frameSequence());
                }
            }
        }
    }

    private static void add(SegmentWalk walk, long from, List<Line> lines) {
        for (StoredEntry entry : entries(walk)) {
            if (Long.compareUnsigned(entry.location(), from) >= 0) {
                lines.add(new Line(
                        walk.segment(),
                        walk.frameOffset(),
                        walk.frameSequence(),
                        walk.offset(),
                        walk.partition(),
                        walk.bodyLength(),
                        entry));
            }
        }
    }

    /** None of a record that makes no sense, which the inspection tells of. */
    private static List<StoredEntry> entries(SegmentWalk walk) {
        try {
            return StoredEntry.of(walk.metadata(), walk.metadataLocation());
        } catch (IllegalStateException e) {
            return List.of();
        }
    }
}
