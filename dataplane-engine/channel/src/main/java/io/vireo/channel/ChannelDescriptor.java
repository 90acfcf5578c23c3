package io.vireo.channel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Layout of the memory that the two ends of a channel share. Offsets in bytes, numbers little-endian.
 *
 * <pre>
 *   + 0      long magic, int version, int capacity of the ring to the listener, int … to the connector, int 0, long arena length
 *   + 256    long head of the ring to the listener: bytes that the listener has consumed since creation
 *   + 384    long head of the ring to the connector
 *   + 512    long 1 while the listener sleeps, or is about to
 *   + 640    long 1 while the connector sleeps, or is about to
 *   + 4096   ring to the listener, then ring to the connector, then the arena
 * </pre>
 *
 * <p>The listener is the side that listens on the Unix socket (engine, invoker); the connector is the other. Each hot word is
 * alone on 128 bytes, as processors fetch cache lines in pairs. The listener keeps the lengths to itself and never reads them
 * from here. A ring is drawn in {@link RingProducer}.
 */
record ChannelDescriptor(int toListenerCapacity, int toConnectorCapacity, long arenaLength) {
    static final long MAGIC = 0x3148434F45524956L; // "VIREOCH1"
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int TO_LISTENER_CAPACITY_OFFSET = 12;
    static final int TO_CONNECTOR_CAPACITY_OFFSET = 16;
    static final int ARENA_LENGTH_OFFSET = 24;
    static final int TO_LISTENER_HEAD_OFFSET = 256;
    static final int TO_CONNECTOR_HEAD_OFFSET = 384;
    static final int LISTENER_SLEEPING_OFFSET = 512;
    static final int CONNECTOR_SLEEPING_OFFSET = 640;
    static final int HEADER_LENGTH = 4096;

    /** Access to the words that both sides use: aligned, so that they are read and written whole. */
    static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    static final int MIN_RING_CAPACITY = 4096;
    static final int MAX_RING_CAPACITY = 1 << 28;
    static final long MAX_ARENA_LENGTH = 1L << 32;

    ChannelDescriptor {
        requireRing(toListenerCapacity);
        requireRing(toConnectorCapacity);
        if (arenaLength < 0 || arenaLength > MAX_ARENA_LENGTH || arenaLength % HEADER_LENGTH != 0) {
            throw new IllegalArgumentException(
                    "arena is not a number of pages up to %d: length=%d".formatted(MAX_ARENA_LENGTH, arenaLength));
        }
    }

    private static void requireRing(int capacity) {
        if (capacity < MIN_RING_CAPACITY || capacity > MAX_RING_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("ring is not a power of two from %d to %d: capacity=%d"
                    .formatted(MIN_RING_CAPACITY, MAX_RING_CAPACITY, capacity));
        }
    }

    long length() {
        return arenaOffset() + arenaLength;
    }

    long toListenerOffset() {
        return HEADER_LENGTH;
    }

    long toConnectorOffset() {
        return toListenerOffset() + toListenerCapacity;
    }

    long arenaOffset() {
        return toConnectorOffset() + toConnectorCapacity;
    }

    void writeHeader(MemorySegment memory) {
        memory.set(ValueLayout.JAVA_LONG, MAGIC_OFFSET, MAGIC);
        memory.set(ValueLayout.JAVA_INT, VERSION_OFFSET, VERSION);
        memory.set(ValueLayout.JAVA_INT, TO_LISTENER_CAPACITY_OFFSET, toListenerCapacity);
        memory.set(ValueLayout.JAVA_INT, TO_CONNECTOR_CAPACITY_OFFSET, toConnectorCapacity);
        memory.set(ValueLayout.JAVA_LONG, ARENA_LENGTH_OFFSET, arenaLength);
    }
}
