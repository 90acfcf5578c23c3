package io.vireo.engine.stream;

import java.util.Arrays;

/**
 * The records of a shard, as blocks: what one append wrote. Only where each block lies is kept in memory; its records are in the journal.
 *
 * <pre>
 * block   first sequence number | arrival, ns | location | length i32, checksum i32     (4 longs)
 * </pre>
 *
 * <p>Blocks are added at the end and dropped at the start, when they are past their retention. Threads: the reactor alone.
 */
public final class Shard {
    private static final int BLOCK_LONGS = 4;
    private static final int INITIAL_BLOCKS = 4;

    private long[] blocks = new long[INITIAL_BLOCKS * BLOCK_LONGS];
    private int head;
    private int count;
    private long nextSequence = 1;

    /** Of the last record ever appended; 0 before the first. */
    public long lastSequence() {
        return nextSequence - 1;
    }

    /** Blocks that are there. */
    public int blockCount() {
        return count;
    }

    /** Memory that a block takes, in bytes. */
    public static int blockFootprint() {
        return BLOCK_LONGS * Long.BYTES;
    }

    /** Adds records after the last. */
    public void append(int recordCount, long arrivalNs, long location, int length, int checksum) {
        if (head + count == blocks.length / BLOCK_LONGS) {
            makeRoom();
        }
        int at = (head + count) * BLOCK_LONGS;
        blocks[at] = nextSequence;
        blocks[at + 1] = arrivalNs;
        blocks[at + 2] = location;
        blocks[at + 3] = (long) length << 32 | Integer.toUnsignedLong(checksum);
        count++;
        nextSequence += recordCount;
    }

    /** Takes the last append back. */
    public void removeLast() {
        count--;
        nextSequence = blocks[(head + count) * BLOCK_LONGS];
    }

    /** Drops blocks that arrived before this time; how many. */
    public int dropBefore(long timeNs) {
        int dropped = firstSince(timeNs);
        head += dropped;
        count -= dropped;
        return dropped;
    }

    /** Index of the first block that arrived at or after this time; {@link #blockCount} when there is none. */
    public int firstSince(long timeNs) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (arrivalNs(middle) < timeNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Index of the block that holds this record, which is at or after the first and not past the last. */
    public int blockOf(long sequence) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstSequence(middle) <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Sequence number of a block's first record; that of the next record to come for the index after the last. */
    public long firstSequence(int block) {
        return block == count ? nextSequence : blocks[at(block)];
    }

    /** When a block was appended. */
    public long arrivalNs(int block) {
        return blocks[at(block) + 1];
    }

    /** Where a block's bytes are. */
    public long location(int block) {
        return blocks[at(block) + 2];
    }

    /** Of a block, in bytes. */
    public int length(int block) {
        return (int) (blocks[at(block) + 3] >>> 32);
    }

    /** Of a block's bytes, CRC-32C. */
    public int checksum(int block) {
        return (int) blocks[at(block) + 3];
    }

    private int at(int block) {
        assert block >= 0 && block < count : block;
        return (head + block) * BLOCK_LONGS;
    }

    private void makeRoom() {
        // More than half of it dropped: move down. Else grow.
        long[] target = head > count ? blocks : Arrays.copyOf(blocks, blocks.length * 2);
        System.arraycopy(target, head * BLOCK_LONGS, target, 0, count * BLOCK_LONGS);
        blocks = target;
        head = 0;
    }
}
