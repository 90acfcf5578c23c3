package io.vireo.engine.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many bytes of each segment of a reactor's log are in use: of records that the index refers to and of their bodies. A segment of which none are can go, one
 * with few is compacted. What is being read is pinned. Threads: the reactor alone.
 */
public final class SegmentUse {
    /** Of one segment. */
    private static final class Use {
        private long bytes;
        private int pins;
    }

    private final TreeMap<Integer, Use> uses = new TreeMap<>();
    private final SegmentHistory history = new SegmentHistory();
    private long totalBytes;

    /** The last that was looked for: most often the one that is written. */
    private Use last = new Use();

    private int lastSegment = -1;

    /** Nothing is in use. */
    public SegmentUse() {}

    private Use of(int segment) {
        if (segment != lastSegment) {
            last = uses.computeIfAbsent(segment, _ -> new Use());
            lastSegment = segment;
        }
        return last;
    }

    /** More of a segment is in use, or less when negative. */
    public void add(int segment, long bytes) {
        totalBytes += bytes;
        of(segment).bytes += bytes;
    }

    /** Bytes of a segment that are in use. */
    public long liveBytes(int segment) {
        Use use = uses.get(segment);
        return use == null ? 0 : use.bytes;
    }

    /** Bytes of all segments that are in use. */
    public long totalBytes() {
        return totalBytes;
    }

    /** By segment; for a checkpoint. */
    public Map<Integer, Long> all() {
        TreeMap<Integer, Long> all = new TreeMap<>();
        uses.forEach((segment, use) -> all.put(segment, use.bytes));
        return all;
    }

    /** A segment is removed, of which nothing is in use and which is not pinned. */
    public void remove(int segment) {
        assert liveBytes(segment) == 0 && !isPinned(segment) : segment;
        uses.remove(segment);
        history.remove(segment);
        lastSegment = -1;
    }

    /** Nothing is in use. Nothing was pinned. When segments were written stays known. */
    public void clear() {
        uses.clear();
        totalBytes = 0;
        lastSegment = -1;
    }

    /** When each segment was last changed, and from where it is referred to. */
    public SegmentHistory history() {
        return history;
    }

    /** Keeps a segment from being removed, until as many {@link #unpin}. */
    public void pin(int segment) {
        of(segment).pins++;
    }

    /** Takes a pin back. */
    public void unpin(int segment) {
        of(segment).pins--;
    }

    /** Whether somebody may read from a segment. */
    public boolean isPinned(int segment) {
        Use use = uses.get(segment);
        return use != null && use.pins > 0;
    }
}
