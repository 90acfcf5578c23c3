package io.vireo.channel.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Packets as {@link PacketDescriptor} draws them, made byte by byte: what a peer sends that is not ours. */
final class Packets {
    private Packets() {}

    static byte[] packet(int type, int kind, long place, long credit, byte[] payload) {
        ByteBuffer packet =
                ByteBuffer.allocate(32 + (payload.length + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt(0)
                .putInt(payload.length)
                .putInt(type)
                .putInt(kind)
                .putLong(place)
                .putLong(credit)
                .put(payload);
        return withChecksum(packet.array());
    }

    /** Puts the right checksum on a packet that is the whole array. */
    static byte[] withChecksum(byte[] packet) {
        CRC32C crc = new CRC32C();
        crc.update(packet, 4, packet.length - 4);
        ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) crc.getValue());
        return packet;
    }

    static byte[] hello(int version, int reactor, byte[] token) {
        ByteBuffer payload = ByteBuffer.allocate(16 + token.length).order(ByteOrder.LITTLE_ENDIAN);
        payload.putLong(0x314354454F524956L).putInt(version).putInt(reactor).put(token);
        return packet(1, 0, 0, 0, payload.array());
    }
}
