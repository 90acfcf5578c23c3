package io.vireo.channel.remote;

import static io.vireo.channel.remote.PacketDescriptor.INT;
import static io.vireo.channel.remote.PacketDescriptor.LONG;

import io.vireo.channel.capnp.MalformedMessageException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Takes packets out of the bytes of a peer who may be hostile: nothing of a packet is given out before its length was held against the bound and its checksum compared. Holds one
 * packet at most and what came behind it. Threads: one. Allocates nothing after it is made.
 */
final class PacketReader {
    static final int CAPACITY = PacketDescriptor.MAX_PACKET_LENGTH + (64 << 10);

    private final MemorySegment bytes;
    private final ByteBuffer buffer; // received are the bytes up to its position
    private final ByteBuffer checked;
    private final CRC32C crc = new CRC32C();
    private int packet; // where the current packet starts
    private int next; // where the one behind it does

    /** @param bytes that nobody else uses, {@link #CAPACITY} of them */
    PacketReader(MemorySegment bytes) {
        this.bytes = bytes;
        buffer = bytes.asByteBuffer();
        checked = bytes.asByteBuffer();
    }

    /** Where to put bytes that are received: from its position on. The current packet is gone after that. */
    ByteBuffer room() {
        if (next == buffer.position()) {
            buffer.clear();
        } else if (buffer.remaining() < CAPACITY - PacketDescriptor.MAX_PACKET_LENGTH) {
            buffer.limit(buffer.position()).position(next);
            buffer.compact();
        } else {
            return buffer;
        }
        packet = 0;
        next = 0;
        return buffer;
    }

    /**
     * Moves to the next packet.
     *
     * @return false when it has not come yet, or not whole
     * @throws MalformedMessageException if it is none
     */
    boolean next() {
        int received = buffer.position() - next;
        if (received < PacketDescriptor.HEADER_LENGTH) {
            return false;
        }
        int length = bytes.get(INT, next + PacketDescriptor.LENGTH_OFFSET);
        if (length < 0 || length > PacketDescriptor.MAX_PAYLOAD_LENGTH) {
            throw new MalformedMessageException("packet is too long: length=" + Integer.toUnsignedString(length)
                    + " limit=" + PacketDescriptor.MAX_PAYLOAD_LENGTH);
        }
        int packetLength = PacketDescriptor.packetLength(length);
        if (received < packetLength) {
            return false;
        }
        crc.reset();
        crc.update(checked.limit(next + packetLength).position(next + Integer.BYTES));
        if ((int) crc.getValue() != bytes.get(INT, next + PacketDescriptor.CHECKSUM_OFFSET)) {
            throw new MalformedMessageException("packet fails its checksum: length=" + length);
        }
        packet = next;
        next += packetLength;
        return true;
    }

    /** Whether bytes have come that are not given out, a part of a packet at least. */
    boolean hasRest() {
        return buffer.position() > next;
    }

    int type() {
        return bytes.get(INT, packet + PacketDescriptor.TYPE_OFFSET);
    }

    int kind() {
        return bytes.get(INT, packet + PacketDescriptor.KIND_OFFSET);
    }

    /** Unchecked. */
    long place() {
        return bytes.get(LONG, packet + PacketDescriptor.PLACE_OFFSET);
    }

    /** Unchecked. */
    long credit() {
        return bytes.get(LONG, packet + PacketDescriptor.CREDIT_OFFSET);
    }

    /** Holds the payload until {@link #room} or {@link #next} is called. */
    MemorySegment bytes() {
        return bytes;
    }

    /** Where the payload starts, a multiple of 8. */
    int payloadOffset() {
        return packet + PacketDescriptor.HEADER_LENGTH;
    }

    int payloadLength() {
        return bytes.get(INT, packet + PacketDescriptor.LENGTH_OFFSET);
    }
}
