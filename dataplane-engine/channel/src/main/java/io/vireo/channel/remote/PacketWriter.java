package io.vireo.channel.remote;

import static io.vireo.channel.remote.PacketDescriptor.INT;
import static io.vireo.channel.remote.PacketDescriptor.LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes packets, and keeps them until the wire takes them: a bounded number of bytes. Threads: one. Allocates nothing after it is made. */
final class PacketWriter {
    private static final int CAPACITY = PacketDescriptor.MAX_PACKET_LENGTH + (128 << 10);

    private final MemorySegment bytes;
    private final ByteBuffer unsent; // from its position to its limit
    private final ByteBuffer checked;
    private final CRC32C crc = new CRC32C();

    PacketWriter(Arena memory) {
        bytes = memory.allocate(CAPACITY, 8);
        unsent = bytes.asByteBuffer().limit(0);
        checked = bytes.asByteBuffer();
    }

    /** Whether a packet with such a payload can be written now. */
    boolean hasRoom(int payloadLength) {
        int needed = PacketDescriptor.packetLength(payloadLength);
        if (needed > CAPACITY - unsent.limit() && unsent.position() > 0) {
            unsent.compact().flip();
        }
        return needed <= CAPACITY - unsent.limit();
    }

    /** Adds a packet, for which there is room. */
    void write(int type, int kind, long place, long credit, MemorySegment source, long offset, int length) {
        assert hasRoom(length) : length;
        int start = unsent.limit();
        int packetLength = PacketDescriptor.packetLength(length);
        int payload = start + PacketDescriptor.HEADER_LENGTH;
        bytes.set(INT, start + PacketDescriptor.LENGTH_OFFSET, length);
        bytes.set(INT, start + PacketDescriptor.TYPE_OFFSET, type);
        bytes.set(INT, start + PacketDescriptor.KIND_OFFSET, kind);
        bytes.set(LONG, start + PacketDescriptor.PLACE_OFFSET, place);
        bytes.set(LONG, start + PacketDescriptor.CREDIT_OFFSET, credit);
        MemorySegment.copy(source, offset, bytes, payload, length);
        bytes.asSlice(payload + length, start + packetLength - payload - length).fill((byte) 0);
        crc.reset();
        crc.update(checked.limit(start + packetLength).position(start + Integer.BYTES));
        bytes.set(INT, start + PacketDescriptor.CHECKSUM_OFFSET, (int) crc.getValue());
        unsent.limit(start + packetLength);
    }

    /** Hands over what the wire takes now. */
    void pass(Wire wire) throws IOException {
        while (unsent.hasRemaining() && wire.send(unsent) > 0) {
            // until it takes no more
        }
        if (!unsent.hasRemaining()) {
            unsent.position(0).limit(0);
        }
    }

    /** Whether the wire has not taken all. */
    boolean hasUnsent() {
        return unsent.hasRemaining();
    }
}
