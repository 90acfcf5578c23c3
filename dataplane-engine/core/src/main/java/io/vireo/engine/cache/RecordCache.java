package io.vireo.engine.cache;

import io.vireo.engine.io.VirtualMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bytes of records by their location in the journal, as many as fit a budget; those used lately stay longest.
 *
 * <p>A record is handed out as the offset of its bytes in {@link #bytes}. It may move or go whenever another is {@link #reserve}d, unless it is pinned.
 * Allocates nothing. Threads: the owner.
 *
 * <pre>
 *   | chains: u32 each, first block | blocks ...        | gap    | blocks, the oldest first ...       |      (a ring, without the chains)
 *                                                       head     head + gap length
 *   block  0 location i64 | 8 length u32 | 12 next in its chain u32 | 16 pins u32 | 20 state u32 | 24 record | zeros to 32 bytes
 *   reference u32 of a block: 0 none, else 1 + offset among the blocks / 32
 * </pre>
 *
 * The gap goes round: what comes next is written at its start, and room is made at its end, where a record that was used since the gap last
 * came by is moved to the gap's other side, and any other is forgotten. That is CLOCK, for records of any length, without holes. Source:
 * Corbato, "A Paging Experiment with the Multics System", 1968.
 */
public final class RecordCache implements AutoCloseable {
    /** There is no such record here. */
    public static final long ABSENT = -1;

    /** There is no room: too much is pinned, or the record is longer than {@link #recordLengthMax}. */
    public static final long FULL = -2;

    /** The smallest budget. */
    public static final long BUDGET_MIN = 1L << 20;

    /** The largest budget: references count units of 32 bytes. */
    public static final long BUDGET_MAX = 64L << 30;

    private static final int UNIT_SHIFT = 5;
    private static final int UNIT = 1 << UNIT_SHIFT;
    private static final int HEADER_LENGTH = 24;
    private static final int LENGTH = 8;
    private static final int NEXT = 12;
    private static final int PINS = 16;
    private static final int STATE = 20;

    /** Used since the gap came by. */
    private static final int USED = 1;

    /** Can be found. A block that neither can be found nor is pinned is room. */
    private static final int VISIBLE = 2;

    /** One chain for so many bytes of blocks: about a record each. */
    private static final int BYTES_PER_CHAIN = 256;

    /** Of the blocks, what one record may take at most. */
    private static final int RECORD_PART = 8;

    /** What one call moves at most, however many records were used: it must not hold up its caller. */
    private static final long MOVED_LENGTH_MAX = 256 << 10;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final VirtualMemory memory;
    private final MemorySegment bytes;
    private final long budgetBytes;
    private final int chainMask;
    private final long start;
    private final long end;

    private long head;
    private long gapLength;
    private long recordCount;
    private long hitCount;
    private long missCount;
    private long evictionCount;

    private RecordCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
        int chainCount = (int) Long.highestOneBit(budgetBytes / BYTES_PER_CHAIN);
        this.chainMask = chainCount - 1;
        this.start = 4L * chainCount;
        this.end = start + (budgetBytes - start & -(long) UNIT);
        this.memory = VirtualMemory.reserve(end);
        this.bytes = memory.bytes();
        this.head = start;
        this.gapLength = end - start;
    }

    /**
     * Starts empty.
     *
     * @param budgetBytes that it may take, all in all: {@link #BUDGET_MIN} to {@link #BUDGET_MAX}
     */
    public static RecordCache reserve(long budgetBytes) {
        if (budgetBytes < BUDGET_MIN || budgetBytes > BUDGET_MAX) {
            throw new IllegalArgumentException("memory of the record cache is out of range: bytes=" + budgetBytes
                    + " min=" + BUDGET_MIN + " max=" + BUDGET_MAX);
        }
        return new RecordCache(budgetBytes);
    }

    /** What offsets of records point into. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** The longest record that it takes, in bytes. */
    public int recordLengthMax() {
        return (int) Math.min(Integer.MAX_VALUE - UNIT, (end - start) / RECORD_PART - HEADER_LENGTH);
    }

    /** The record at a location of the journal, now counting as used; {@link #ABSENT}. */
    public long find(long location) {
        long block = block(location);
        if (block == 0) {
            missCount++;
            return ABSENT;
        }
        hitCount++;
        bytes.set(INT, block + STATE, bytes.get(INT, block + STATE) | USED);
        return block + HEADER_LENGTH;
    }

    /** Of a record, in bytes. */
    public int length(long record) {
        return bytes.get(INT, record - HEADER_LENGTH + LENGTH);
    }

    /** Where a record is in the journal. */
    public long location(long record) {
        return bytes.get(LONG, record - HEADER_LENGTH);
    }

    /** Keeps a record where it is until {@link #unpin} is called as often. */
    public void pin(long record) {
        long block = record - HEADER_LENGTH;
        bytes.set(INT, block + PINS, bytes.get(INT, block + PINS) + 1);
    }

    /** Takes a pin off. */
    public void unpin(long record) {
        long block = record - HEADER_LENGTH;
        int pins = bytes.get(INT, block + PINS);
        assert pins > 0 : "record=" + record;
        bytes.set(INT, block + PINS, pins - 1);
    }

    /**
     * Makes room for a record that is not here, to be filled by its caller, who has it pinned. It is not found before {@link #publish}.
     *
     * @param length in bytes
     * @return the record, or {@link #FULL}
     */
    public long reserve(long location, int length) {
        long needed = blockLength(length);
        if (needed > (end - start) / RECORD_PART || !makeRoom(needed)) {
            return FULL;
        }
        long block = head;
        write(block, location, length, 1, 0);
        head += needed;
        gapLength -= needed;
        return block + HEADER_LENGTH;
    }

    /** Lets a record be found that was reserved and has been filled. Its pin stays. What was found at its location before is forgotten. */
    public void publish(long record) {
        long block = record - HEADER_LENGTH;
        remove(bytes.get(LONG, block));
        long chain = chain(bytes.get(LONG, block));
        bytes.set(INT, block + NEXT, bytes.get(INT, chain));
        bytes.set(INT, chain, reference(block));
        bytes.set(INT, block + STATE, VISIBLE);
        recordCount++;
    }

    /** Forgets the record at a location, if it is here. Who has it pinned keeps its bytes until then. */
    public void remove(long location) {
        long block = block(location);
        if (block != 0) {
            forget(block);
        }
    }

    /** Records that can be found. */
    public long recordCount() {
        return recordCount;
    }

    /** What it may take, in bytes. */
    public long budgetBytes() {
        return budgetBytes;
    }

    /** Times that {@link #find} found something. */
    public long hitCount() {
        return hitCount;
    }

    /** Times that it did not. */
    public long missCount() {
        return missCount;
    }

    /** Records that were forgotten for want of room. */
    public long evictionCount() {
        return evictionCount;
    }

    private boolean makeRoom(long needed) {
        long passed = 0;
        long moved = 0;
        while (gapLength < needed) {
            long victim = head + gapLength;
            if (victim == end) {
                leaveGap(start);
                continue;
            }
            long length = blockLength(bytes.get(INT, victim + LENGTH));
            passed += length;
            if (passed > 2 * (end - start)) {
                return false;
            }
            int state = bytes.get(INT, victim + STATE);
            if (bytes.get(INT, victim + PINS) > 0) {
                leaveGap(victim + length);
            } else if ((state & VISIBLE) == 0) {
                gapLength += length;
            } else if ((state & USED) != 0 && moved < MOVED_LENGTH_MAX) {
                moved += length;
                move(victim, length);
            } else {
                forget(victim);
                evictionCount++;
                gapLength += length;
            }
        }
        return true;
    }

    /** Makes the gap a block that is room, and goes on with an empty gap elsewhere. */
    private void leaveGap(long newHead) {
        if (gapLength > 0) {
            write(head, 0, (int) (gapLength - HEADER_LENGTH), 0, 0);
        }
        head = newHead;
        gapLength = 0;
    }

    /** Moves the block behind the gap to its other side. */
    private void move(long block, long length) {
        if (gapLength > 0) {
            long link = link(block);
            bytes.set(INT, link, reference(head));
            MemorySegment.copy(bytes, block, bytes, head, length);
        }
        bytes.set(INT, head + STATE, VISIBLE);
        head += length;
    }

    private void forget(long block) {
        bytes.set(INT, link(block), bytes.get(INT, block + NEXT));
        bytes.set(INT, block + STATE, 0);
        recordCount--;
    }

    private void write(long block, long location, int length, int pins, int state) {
        bytes.set(LONG, block, location);
        bytes.set(INT, block + LENGTH, length);
        bytes.set(INT, block + NEXT, 0);
        bytes.set(INT, block + PINS, pins);
        bytes.set(INT, block + STATE, state);
    }

    /** The block of a record that can be found; 0 when there is none. */
    private long block(long location) {
        long block = offset(bytes.get(INT, chain(location)));
        while (block != 0 && bytes.get(LONG, block) != location) {
            block = offset(bytes.get(INT, block + NEXT));
        }
        return block;
    }

    /** Where the reference of a block is that can be found: its chain's start, or the block before it. */
    private long link(long block) {
        int reference = reference(block);
        long link = chain(bytes.get(LONG, block));
        while (bytes.get(INT, link) != reference) {
            link = offset(bytes.get(INT, link)) + NEXT;
        }
        return link;
    }

    private long chain(long location) {
        long mixed = location * 0x9E37_79B9_7F4A_7C15L;
        return 4L * ((int) (mixed >>> 32) & chainMask);
    }

    private int reference(long block) {
        return (int) ((block - start) >>> UNIT_SHIFT) + 1;
    }

    private long offset(int reference) {
        return reference == 0 ? 0 : start + ((reference - 1 & 0xffff_ffffL) << UNIT_SHIFT);
    }

    private static long blockLength(int length) {
        return (long) HEADER_LENGTH + length + UNIT - 1 & -(long) UNIT;
    }

    /** Gives the memory back. Nothing may read or write it any more. */
    @Override
    public void close() {
        memory.close();
    }
}
