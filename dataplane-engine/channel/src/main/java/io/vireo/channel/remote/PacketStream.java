package io.vireo.channel.remote;

import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.Watched;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Packets to and from a peer, over its wire. Takes a bounded part of memory, whatever the peer does. Threads: one, that of the waiter. */
final class PacketStream implements Watched {
    private final Arena memory = Arena.ofShared();
    private final Wire wire;
    private final PacketReader reader;
    private final PacketWriter writer;
    private @Nullable ChannelWaiter waiter;
    private boolean mayReceive = true;
    private boolean hasPacket;
    private boolean isRoomExpected;
    private boolean isFlushDue;
    private boolean isEnded;
    private boolean isClosed;

    PacketStream(Wire wire) {
        this.wire = wire;
        this.reader = new PacketReader(memory.allocate(PacketReader.CAPACITY, 8));
        this.writer = new PacketWriter(memory);
    }

    void joinTo(ChannelWaiter newWaiter) throws IOException {
        leave();
        newWaiter.watch(this);
        newWaiter.expectRoom(this, isRoomExpected);
        waiter = newWaiter;
    }

    void leave() {
        ChannelWaiter current = waiter;
        if (current != null) {
            current.unwatch(this);
            waiter = null;
        }
    }

    @Override
    public int descriptor() {
        return wire.descriptor();
    }

    @Override
    public boolean hasWork() {
        return hasPacket || mayReceive || isFlushDue;
    }

    @Override
    public void ready() {
        mayReceive = true;
    }

    /** Whether there may be a packet: one that was not taken, or bytes that have come since nothing came. */
    boolean mayHaveNext() {
        return hasPacket || mayReceive || !wire.isEstablished();
    }

    boolean isEstablished() {
        return wire.isEstablished();
    }

    /** Whether the peer has sent its last byte. */
    boolean isEnded() {
        return isEnded;
    }

    /**
     * Moves to the next packet of the peer, in {@link #packet}.
     *
     * @return false when none is there now
     * @throws io.vireo.channel.capnp.MalformedMessageException if what came is no packet
     * @throws IOException if the wire is broken
     */
    boolean next() throws IOException {
        hasPacket = reader.next();
        while (!hasPacket && !isEnded) {
            int count = wire.receive(reader.room());
            isEnded = count < 0;
            if (count <= 0) {
                mayReceive = false;
                break;
            }
            hasPacket = reader.next();
        }
        return hasPacket;
    }

    /** That {@link #next} found. */
    PacketReader packet() {
        return reader;
    }

    /** Whether a part of a packet has come, whose rest has not. */
    boolean isInPacket() {
        return !hasPacket && reader.hasRest();
    }

    boolean hasRoom(int payloadLength) {
        return writer.hasRoom(payloadLength);
    }

    /** Adds a packet, for which there is room; {@link #flush} sends it. */
    void write(int type, int kind, long place, long credit, MemorySegment source, long offset, int length) {
        writer.write(type, kind, place, credit, source, offset, length);
        isFlushDue = true;
    }

    /** Sends what the wire takes now, and has the waiter wait for room for the rest. */
    void flush() throws IOException {
        isFlushDue = false;
        writer.pass(wire);
        boolean wantsRoom = !wire.flush() || writer.hasUnsent() && wire.isEstablished();
        ChannelWaiter current = waiter;
        if (wantsRoom != isRoomExpected && current != null) {
            isRoomExpected = wantsRoom;
            current.expectRoom(this, wantsRoom);
        }
    }

    /** Whether the wire has not taken all that was written. */
    boolean hasUnsent() {
        return isFlushDue || writer.hasUnsent();
    }

    /** Closes the socket and frees the memory. A second call does nothing. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            leave();
            wire.close();
            memory.close();
        }
    }
}
