package io.vireo.channel;

import static io.vireo.channel.ChannelDescriptor.LONG;

import java.lang.foreign.MemorySegment;

/**
 * The reading end of the ring that {@link RingProducer} draws. Threads: one. Wait-free, allocates nothing.
 *
 * <p>The producer may be hostile: a length is read once and held against the ring before it is used.
 */
final class RingConsumer {
    static final int NOTHING = -1;
    static final int VIOLATED = -2;

    private final MemorySegment memory;
    private final long start;
    private final int capacity;
    private final long headOffset;

    private long position;
    private long publishedPosition;
    private long payloadOffset;
    private int kind;

    RingConsumer(MemorySegment memory, long start, int capacity, long headOffset) {
        this.memory = memory;
        this.start = start;
        this.capacity = capacity;
        this.headOffset = headOffset;
    }

    /** Whether {@link #next} would find something. */
    boolean hasNext() {
        return (long) LONG.getAcquire(memory, start + (position & (capacity - 1))) != 0;
    }

    /**
     * Moves to the next record, whose payload stays where it is until {@link #release}.
     *
     * @return length of its payload in bytes, or {@link #NOTHING}, or {@link #VIOLATED} when the ring holds nonsense
     */
    int next() {
        int offset = (int) position & (capacity - 1);
        long header = (long) LONG.getAcquire(memory, start + offset); // pairs with setRelease in RingProducer.commit
        if (header == 0) {
            return NOTHING;
        }
        if ((int) header == RingProducer.PADDING && offset != 0) {
            position += capacity - offset;
            offset = 0;
            header = (long) LONG.getAcquire(memory, start); // published before the padding
        }
        int length = (int) header - RingProducer.RECORD_HEADER_LENGTH;
        if (length < 0
                || length > RingProducer.maxPayloadLength(capacity)
                || RingProducer.recordLength(length) > capacity - offset) {
            return VIOLATED;
        }
        kind = (int) (header >>> 32);
        payloadOffset = start + offset + RingProducer.RECORD_HEADER_LENGTH;
        position += RingProducer.recordLength(length);
        return length;
    }

    /** Of the record that {@link #next} found. */
    int kind() {
        return kind;
    }

    /** Of the record that {@link #next} found: where its payload starts in the shared memory. */
    long payloadOffset() {
        return payloadOffset;
    }

    /** Gives the room of all records so far back to the producer. */
    void release() {
        if (position != publishedPosition) {
            publishedPosition = position;
            LONG.setRelease(memory, headOffset, position); // pairs with getAcquire(head) in RingProducer.tryClaim
        }
    }
}
