package io.vireo.engine.store;

import java.util.Arrays;

/**
 * What a change feed must know of each segment of a log to say when it may go: when the last change in it was, and which segment is the newest that holds a change of something that lies in it,
 * for that change's old image is read there. Nothing is taken back: a change that did not become durable keeps a segment a little longer, no more. Threads: the reactor alone.
 */
public final class SegmentHistory {
    /** Takes what is known of a segment. */
    @FunctionalInterface
    public interface Visitor {
        /** @param namedBy the newest segment with a change of something in this one; -1: none */
        void segment(int segment, long newestNs, int namedBy);
    }

    private static final int INITIAL_CAPACITY = 64;

    /** Of the first segment that the arrays have room for. */
    private int base;

    private long[] newestNs = new long[INITIAL_CAPACITY];
    private int[] namedBy = filled(INITIAL_CAPACITY);

    /** Knows nothing. */
    public SegmentHistory() {}

    private static int[] filled(int capacity) {
        int[] none = new int[capacity];
        Arrays.fill(none, -1);
        return none;
    }

    /** A change is written to a segment. */
    public void written(int segment, long timeNs) {
        int slot = slot(segment);
        newestNs[slot] = Math.max(newestNs[slot], timeNs);
    }

    /** A change in one segment takes the place of something in another, or in the same. */
    public void named(int segment, int by) {
        int slot = slot(segment);
        namedBy[slot] = Math.max(namedBy[slot], by);
    }

    private int slot(int segment) {
        if (segment < base || segment - base >= newestNs.length) {
            grow(Math.min(base, segment), segment);
        }
        return segment - base;
    }

    private void grow(int newBase, int segment) {
        int needed = Math.max(segment, base + newestNs.length - 1) - newBase + 1;
        int capacity = Math.max(needed, newestNs.length * 2);
        long[] times = new long[capacity];
        int[] names = filled(capacity);
        System.arraycopy(newestNs, 0, times, base - newBase, newestNs.length);
        System.arraycopy(namedBy, 0, names, base - newBase, namedBy.length);
        newestNs = times;
        namedBy = names;
        base = newBase;
    }

    /** The time of the last change in a segment; 0: there is none. */
    public long newestNs(int segment) {
        int slot = segment - base;
        return slot < 0 || slot >= newestNs.length ? 0 : newestNs[slot];
    }

    /** The newest segment with a change of something in this one; -1: none. */
    public int namedBy(int segment) {
        int slot = segment - base;
        return slot < 0 || slot >= namedBy.length ? -1 : namedBy[slot];
    }

    /** Forgets a segment, which is removed; and, now and then, the room of those before it. */
    void remove(int segment) {
        int slot = segment - base;
        if (slot < 0 || slot >= newestNs.length) {
            return;
        }
        newestNs[slot] = 0;
        namedBy[slot] = -1;
        int unused = 0;
        while (unused < newestNs.length && newestNs[unused] == 0 && namedBy[unused] < 0) {
            unused++;
        }
        if (unused > newestNs.length / 2) {
            newestNs = Arrays.copyOf(Arrays.copyOfRange(newestNs, unused, newestNs.length), newestNs.length);
            int[] names = filled(namedBy.length);
            System.arraycopy(namedBy, unused, names, 0, namedBy.length - unused);
            namedBy = names;
            base += unused;
        }
    }

    /** Tells of each segment of which something is known, oldest first. */
    public void all(Visitor visitor) {
        for (int slot = 0; slot < newestNs.length; slot++) {
            if (newestNs[slot] != 0 || namedBy[slot] >= 0) {
                visitor.segment(base + slot, newestNs[slot], namedBy[slot]);
            }
        }
    }
}
