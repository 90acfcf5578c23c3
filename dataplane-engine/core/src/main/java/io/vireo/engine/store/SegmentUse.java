package io.vireo.engine.store;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many bytes of each segment of a reactor's log are in use: of records that the index refers to and of their bodies. A segment of which none are can go, one
 * with few is compacted. What is being read is pinned. Threads: the reactor alone.
 */
public final class SegmentUse {
    private final TreeMap<Integer, Long> liveBytes = new TreeMap<>();
    private final Map<Integer, Integer> pins = new HashMap<>();
    private long totalBytes;

    /** Nothing is in use. */
    public SegmentUse() {}

    /** More of a segment is in use, or less when negative. */
    public void add(int segment, long bytes) {
        totalBytes += bytes;
        liveBytes.merge(segment, bytes, Long::sum);
    }

    /** Bytes of a segment that are in use. */
    public long liveBytes(int segment) {
        return liveBytes.getOrDefault(segment, 0L);
    }

    /** Bytes of all segments that are in use. */
    public long totalBytes() {
        return totalBytes;
    }

    /** By segment; for a checkpoint. */
    public Map<Integer, Long> all() {
        return liveBytes;
    }

    /** A segment is removed, of which nothing is in use. */
    public void remove(int segment) {
        assert liveBytes(segment) == 0 : segment;
        liveBytes.remove(segment);
    }

    /** Nothing is in use. */
    public void clear() {
        liveBytes.clear();
        totalBytes = 0;
    }

    /** Keeps a segment from being removed, until as many {@link #unpin}. */
    public void pin(int segment) {
        pins.merge(segment, 1, Integer::sum);
    }

    /** Takes a pin back. */
    public void unpin(int segment) {
        pins.computeIfPresent(segment, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Whether somebody may read from a segment. */
    public boolean isPinned(int segment) {
        return pins.containsKey(segment);
    }
}
