package io.vireo.channel.remote;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What travels between the two ends of a remote channel: packets, one behind the other. Offsets in bytes, numbers little-endian.
 *
 * <pre>
 *   + 0    int CRC-32C of the rest of the packet
 *   + 4    int length of the payload, 0 to MAX_PAYLOAD_LENGTH
 *   + 8    int type
 *   + 12   int kind of the message                                       MESSAGE
 *   + 16   long place in the arena                                       ARENA
 *   + 24   long credit: cost of all messages that the sender of this packet has taken so far
 *   + 32   payload, then zeros up to a multiple of 8
 *
 *   HELLO    the first packet of the connecting end: long magic, int version, int reactor, the token
 *   ANSWER   the first one of the listening end: long magic, int version, int status, int reactors, int partitions, int longest message to the listener, int window of the
 *            messages to the listener, int window of those to the connector, int 0, long length of the arena, text why not
 *   MESSAGE  the message, byte for byte as in a ring
 *   ARENA    bytes that lie in the arena from the place on; before the message that is about them
 *   CREDIT   nothing but its credit
 * </pre>
 *
 * <p>A message costs what its record takes in a ring. Who sends keeps the cost of all that was not credited within the window; who sends more loses the connection. Each side
 * has an arena of the same length: what one writes to it for the other is sent, so that places in messages mean the same on both sides.
 */
final class PacketDescriptor {
    static final long MAGIC = 0x314354454F524956L; // "VIROETC1"
    static final int VERSION = 1;

    static final int HELLO = 1;
    static final int ANSWER = 2;
    static final int MESSAGE = 3;
    static final int ARENA = 4;
    static final int CREDIT = 5;

    static final int CHECKSUM_OFFSET = 0;
    static final int LENGTH_OFFSET = 4;
    static final int TYPE_OFFSET = 8;
    static final int KIND_OFFSET = 12;
    static final int PLACE_OFFSET = 16;
    static final int CREDIT_OFFSET = 24;
    static final int HEADER_LENGTH = 32;

    /** Longer than any message of a ring of 1 MiB, and than any token. */
    static final int MAX_PAYLOAD_LENGTH = 256 << 10;

    static final int MAX_PACKET_LENGTH = HEADER_LENGTH + MAX_PAYLOAD_LENGTH;

    /** Bytes of the arena that go in one packet, so that messages need not wait long behind them. */
    static final int ARENA_PIECE_LENGTH = 64 << 10;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int RECORD_HEADER_LENGTH = 8;

    private PacketDescriptor() {}

    /** What a packet takes with its header and its zeros. */
    static int packetLength(int payloadLength) {
        return HEADER_LENGTH + (payloadLength + 7 & ~7);
    }

    /** What a message takes of a window: as much as its record of a ring. */
    static long cost(int messageLength) {
        return RECORD_HEADER_LENGTH + messageLength + 7 & ~7;
    }
}
