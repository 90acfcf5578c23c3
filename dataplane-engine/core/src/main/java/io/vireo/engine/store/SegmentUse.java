package io.vireo.engine.store;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    private static final int RECENT_COUNT = 64;

    private final TreeMap<Integer, Use> uses = new TreeMap<>();
    private final SegmentHistory history = new SegmentHistory();
    private long totalBytes;
    private long changeCount;

    /** Those that were looked for lately, by the low bits of their numbers: the one that is written, and some whose records are replaced. */
    private final @Nullable Use[] recent = new Use[RECENT_COUNT];

    private final int[] recentSegments = new int[RECENT_COUNT];

    /** Nothing is in use. */
    public SegmentUse() {}

    private Use of(int segment) {
        int slot = segment & RECENT_COUNT - 1;
        @Nullable Use use = recent[slot];
        if (use == null || recentSegments[slot] != segment) {
            use = uses.computeIfAbsent(segment, _ -> new Use());
            recent[slot] = use;
            recentSegments[slot] = segment;
        }
        return use;
    }

    /** More of a segment is in use, or less when negative. */
    public void add(int segment, long bytes) {
        totalBytes += bytes;
        of(segment).bytes += bytes;
        changeCount++;
    }

    /** How often what is in use, or is pinned, has changed. */
    public long changeCount() {
        return changeCount;
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
        Arrays.fill(recent, null);
    }

    /** Nothing is in use. Nothing was pinned. When segments were written stays known. */
    public void clear() {
        uses.clear();
        totalBytes = 0;
        Arrays.fill(recent, null);
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
        changeCount++;
    }

    /** Whether somebody may read from a segment. */
    public boolean isPinned(int segment) {
        Use use = uses.get(segment);
        return use != null && use.pins > 0;
    }
}
