package io.vireo.channel;

import java.util.Arrays;

/**
 * Gives out and takes back blocks of an arena: a bounded allocator whose bookkeeping lies outside the shared memory, where the
 * peer cannot reach it.
 *
 * <p>Blocks are multiples of 256 bytes. Free blocks hang in lists by the power of two below their length; freeing joins a block
 * with its free neighbours. Both take constant time as a rule. Threads: one. Allocates nothing after it is made; takes 1 byte of
 * heap for 16 bytes of arena.
 * Source: segregated fits with boundary tags: Wilson et al., "Dynamic Storage Allocation", IWMM 1995; Knuth, TAOCP 1, 2.5.
 */
public final class BodyArena {
    /** No room: try again after something was freed. */
    public static final long NO_ROOM = -1;

    private static final int UNIT = 256;
    private static final int NONE = -1;
    private static final int LISTS = 32;

    /* By unit: the length of the block that starts or ends there, in units; negative while the block is given out. */
    private final int[] lengthAtStart;
    private final int[] lengthAtEnd;
    /* By unit where a free block starts: its neighbours in its list. */
    private final int[] next;
    private final int[] previous;
    private final int[] firstOfList = new int[LISTS];
    private final int unitCount;
    private long freeUnits;

    /** @param length of the arena in bytes, a multiple of 256 up to 4 GiB; 0: nothing to give out */
    public BodyArena(long length) {
        if (length < 0 || length % UNIT != 0 || length > ChannelDescriptor.MAX_ARENA_LENGTH) {
            throw new IllegalArgumentException("length=" + length);
        }
        unitCount = (int) (length / UNIT);
        lengthAtStart = new int[unitCount];
        lengthAtEnd = new int[unitCount];
        next = new int[unitCount];
        previous = new int[unitCount];
        Arrays.fill(firstOfList, NONE);
        if (unitCount > 0) {
            insert(0, unitCount);
        }
    }

    /**
     * Takes a block.
     *
     * @param length in bytes, at least 1
     * @return offset of the block in the arena, a multiple of 256, or {@link #NO_ROOM}
     */
    public long allocate(long length) {
        if (length < 1) {
            throw new IllegalArgumentException("length=" + length);
        }
        if (length > freeUnits * UNIT) {
            return NO_ROOM;
        }
        int units = (int) ((length + UNIT - 1) / UNIT);
        int start = find(units);
        if (start == NONE) {
            return NO_ROOM;
        }
        int found = lengthAtStart[start];
        unlink(start, found);
        if (found > units) {
            insert(start + units, found - units);
        }
        mark(start, units, -units);
        return (long) start * UNIT;
    }

    /**
     * Gives a block back.
     *
     * @param offset as {@link #allocate} returned it
     * @throws IllegalArgumentException if no block that is given out starts there
     */
    public void free(long offset) {
        int start = offset >= 0 && offset % UNIT == 0 && offset / UNIT < unitCount ? (int) (offset / UNIT) : NONE;
        if (start == NONE || lengthAtStart[start] >= 0) {
            throw new IllegalArgumentException("no block that is given out: offset=" + offset);
        }
        int length = -lengthAtStart[start];
        mark(start, length, 0);
        int end = start + length;
        if (end < unitCount && lengthAtStart[end] > 0) {
            int following = lengthAtStart[end];
            unlink(end, following);
            length += following;
        }
        if (start > 0 && lengthAtEnd[start - 1] > 0) {
            int preceding = lengthAtEnd[start - 1];
            start -= preceding;
            unlink(start, preceding);
            length += preceding;
        }
        insert(start, length);
    }

    /** Bytes that are free, perhaps not in one piece. */
    public long freeBytes() {
        return freeUnits * UNIT;
    }

    /** Length of the longest block that {@link #allocate} could give out now, in bytes. */
    public long longestFreeBytes() {
        for (int list = LISTS - 1; list >= 0; list--) {
            int longest = 0;
            for (int block = firstOfList[list]; block != NONE; block = next[block]) {
                longest = Math.max(longest, lengthAtStart[block]);
            }
            if (longest > 0) {
                return (long) longest * UNIT;
            }
        }
        return 0;
    }

    private static int listOf(int units) {
        return 31 - Integer.numberOfLeadingZeros(units);
    }

    private int find(int units) {
        int list = listOf(units);
        for (int block = firstOfList[list]; block != NONE; block = next[block]) {
            if (lengthAtStart[block] >= units) {
                return block;
            }
        }
        while (++list < LISTS) {
            if (firstOfList[list] != NONE) {
                return firstOfList[list]; // longer than asked, whichever it is
            }
        }
        return NONE;
    }

    private void mark(int start, int units, int length) {
        lengthAtStart[start] = length;
        lengthAtEnd[start + units - 1] = length;
    }

    private void insert(int start, int units) {
        mark(start, units, units);
        int list = listOf(units);
        int first = firstOfList[list];
        next[start] = first;
        previous[start] = NONE;
        if (first != NONE) {
            previous[first] = start;
        }
        firstOfList[list] = start;
        freeUnits += units;
    }

    private void unlink(int start, int units) {
        int before = previous[start];
        int after = next[start];
        if (before == NONE) {
            firstOfList[listOf(units)] = after;
        } else {
            next[before] = after;
        }
        if (after != NONE) {
            previous[after] = before;
        }
        mark(start, units, 0);
        freeUnits -= units;
    }
}
