package io.vireo.engine.checkpoint;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a checkpoint: header, blocks of sections, and a block that ends it. Little-endian; checksums are CRC-32C.
 *
 * <pre>
 *   header, 64 bytes
 *     0 magic "VIREOCKP" | 8 format version i32 | 12 reactor index i32 | 16 reactor count i32 | 20 partition count i32 | 24 log id i64
 *     32 checkpoint number i64 | 40 journal segment i32 | 44 offset in it i32 | 48 frame sequence i64 | 56 zero i32 | 60 checksum of 0 to 60 i32
 *
 *   block, from 64 on, one behind the other
 *     0 magic "VBLK" | 4 payload length i32 | 8 section u8 | 9 zero u8 | 10 partition u16 | 12 count i32 | 16 ordinal i32, from 0
 *     20 checksum of the payload, zeros included, i32 | 24 checkpoint number, low half, i32 | 28 checksum of 0 to 28 i32 | 32 payload | zeros to 8 bytes
 *
 *   payload of section 1, the index of a partition, keys ascending over all of its blocks
 *     { shared u16 | suffix length u16 | entry, 24 bytes | extra length u16 | suffix | extra } ...
 *       the key is the first {@code shared} bytes of the key before it, 0 for a block's first, then the suffix
 *   payload of sections 2 to 255
 *     { length i32 | bytes } ...
 *   payload of section 0, the end: nothing follows
 *     0 blocks before it i64 | 8 index entries i64 | 16 items i64 | 24 checksum over the checksums of the payloads, in order, i32
 * </pre>
 */
final class CheckpointDescriptor {
    static final long MAGIC = 0x504B_434F_4552_4956L; // VIREOCKP
    static final int FORMAT_VERSION = 3;
    static final int HEADER_LENGTH = 64;
    static final int VERSION_OFFSET = 8;
    static final int REACTOR_INDEX_OFFSET = 12;
    static final int REACTOR_COUNT_OFFSET = 16;
    static final int PARTITION_COUNT_OFFSET = 20;
    static final int LOG_ID_OFFSET = 24;
    static final int NUMBER_OFFSET = 32;
    static final int SEGMENT_OFFSET = 40;
    static final int OFFSET_OFFSET = 44;
    static final int SEQUENCE_OFFSET = 48;
    static final int HEADER_CHECKSUM_OFFSET = 60;

    static final int BLOCK_MAGIC = 0x4B4C_4256; // VBLK
    static final int BLOCK_HEADER_LENGTH = 32;
    static final int PAYLOAD_LENGTH_OFFSET = 4;
    static final int SECTION_OFFSET = 8;
    static final int PARTITION_OFFSET = 10;
    static final int COUNT_OFFSET = 12;
    static final int ORDINAL_OFFSET = 16;
    static final int PAYLOAD_CHECKSUM_OFFSET = 20;
    static final int BLOCK_NUMBER_OFFSET = 24;
    static final int BLOCK_CHECKSUM_OFFSET = 28;

    /** Shared, suffix length, entry and extra length. */
    static final int ENTRY_FIXED_LENGTH = 30;

    static final int ENTRY_OFFSET = 4;
    static final int EXTRA_LENGTH_OFFSET = 28;
    static final int ITEM_FIXED_LENGTH = 4;
    static final int END_LENGTH = 28;

    static final int SECTION_END = 0;
    static final int SECTION_INDEX = 1;

    /** A block is closed once its payload is as long as this. */
    static final int PAYLOAD_TARGET_LENGTH = 64 << 10;

    /** Of the longest payload: a block that is nearly closed, and the longest item. */
    static final int PAYLOAD_LENGTH_MAX = PAYLOAD_TARGET_LENGTH + ITEM_FIXED_LENGTH + CheckpointEncoder.ITEM_LENGTH_MAX;

    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private CheckpointDescriptor() {}

    /** What a block takes in the file. */
    static int blockLength(int payloadLength) {
        return BLOCK_HEADER_LENGTH + (payloadLength + 7 & ~7);
    }

    static int checksum(CRC32C crc, ByteBuffer buffer, int from, int to) {
        crc.reset();
        crc.update(buffer.limit(to).position(from));
        buffer.clear();
        return (int) crc.getValue();
    }

    /** Goes on with a checksum over checksums. */
    static int chained(CRC32C crc, ByteBuffer scratch, int before, int checksum) {
        scratch.clear().putInt(before).putInt(checksum).flip();
        crc.reset();
        crc.update(scratch);
        return (int) crc.getValue();
    }
}
