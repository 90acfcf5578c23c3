package io.vireo.channel;

import static io.vireo.channel.ChannelDescriptor.LONG;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The writing end of a byte ring between two processes: one producer, one consumer.
 *
 * <pre>
 *   offset = position & (capacity - 1)
 *   | header | payload … | header | payload … | 0 | not in use … | padding |
 *   header   one long, written last: low half = bytes of header and payload, or PADDING; high half = kind
 *   0        the word after the last record: nothing more yet
 *   padding  a header that says PADDING: the next record starts at offset 0
 * </pre>
 *
 * <p>Records start at multiples of 8. Positions count bytes since creation and never wrap. The producer clears the word after a
 * record before it publishes that record, so the consumer finds out what is there from the record's own cache line, and never
 * writes to the ring. What is consumed is told by the consumer's head, a word of its own; the peer may scribble on it, so it is
 * held against the bounds. Threads: one. Wait-free, allocates nothing.
 * Source: Lamport, "Proving the Correctness of Multiprocess Programs", IEEE TSE 1977 (bounded buffer).
 */
final class RingProducer {
    static final int RECORD_HEADER_LENGTH = 8;
    static final int PADDING = -1;

    static final int BACK_PRESSURED = -1;
    static final int VIOLATED = -2;

    private final MemorySegment memory;
    private final long start;
    private final int capacity;
    private final long headOffset;

    private long tail;
    private long cachedHead;
    private int claimedLength = -1;
    private int paddingLength;

    RingProducer(MemorySegment memory, long start, int capacity, long headOffset) {
        this.memory = memory;
        this.start = start;
        this.capacity = capacity;
        this.headOffset = headOffset;
    }

    /** Longest payload, in bytes: a quarter of the ring, so that one always fits an empty ring. */
    static int maxPayloadLength(int capacity) {
        return capacity / 4 - RECORD_HEADER_LENGTH;
    }

    static int recordLength(int payloadLength) {
        return (RECORD_HEADER_LENGTH + payloadLength + 7) & ~7;
    }

    /**
     * Reserves room for a payload.
     *
     * @param length of the payload at most, in bytes, 0 to {@link #maxPayloadLength}
     * @return offset of the room in the shared memory, or {@link #BACK_PRESSURED}, or {@link #VIOLATED} when the peer's head is
     *     impossible
     */
    long tryClaim(int length) {
        Objects.checkIndex(length, maxPayloadLength(capacity) + 1);
        assert claimedLength < 0 : "claimed twice";

        int offset = (int) tail & (capacity - 1);
        int needed = recordLength(length);
        int padding = needed <= capacity - offset ? 0 : capacity - offset;
        long end = tail + padding + needed + RECORD_HEADER_LENGTH; // with the cleared word after it
        if (end - cachedHead > capacity) {
            long head = (long) LONG.getAcquire(memory, headOffset); // pairs with setRelease(head) in RingConsumer.poll
            if (head < cachedHead || head > tail || (head & 7) != 0) {
                return VIOLATED;
            }
            cachedHead = head;
            if (end - head > capacity) {
                return BACK_PRESSURED;
            }
        }
        claimedLength = length;
        paddingLength = padding;
        return start + (padding > 0 ? 0 : offset) + RECORD_HEADER_LENGTH;
    }

    /**
     * Publishes the payload that was written to the room claimed.
     *
     * @param length of the payload in bytes, not more than was claimed
     */
    void commit(int kind, int length) {
        Objects.checkIndex(length, claimedLength + 1);
        long recordPosition = tail + paddingLength;
        long end = recordPosition + recordLength(length);
        long header = (long) kind << 32 | (RECORD_HEADER_LENGTH + length);

        LONG.set(memory, start + (end & (capacity - 1)), 0L);
        LONG.setRelease(
                memory, start + (recordPosition & (capacity - 1)), header); // pairs with getAcquire in RingConsumer
        if (paddingLength > 0) {
            // Last: the consumer goes on to offset 0 when it sees the padding, and must find the record there.
            LONG.setRelease(memory, start + (tail & (capacity - 1)), PADDING & 0xFFFF_FFFFL);
        }
        tail = end;
        claimedLength = -1;
    }

    /** Gives the claimed room back; nothing is published. */
    void abort() {
        LONG.set(memory, start + ((tail + paddingLength) & (capacity - 1)), 0L);
        claimedLength = -1;
    }

    /** The consumer's head, held to what it can be. */
    long consumedPosition() {
        return Math.clamp((long) LONG.getAcquire(memory, headOffset), cachedHead, tail);
    }

    /** Bytes published since creation. */
    long tail() {
        return tail;
    }
}
