package io.vireo.engine.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The layout of a journal segment. Everything is little-endian; every checksum is CRC-32C.
 *
 * <pre>
 * segment   | header, 64 bytes | frame | frame | … | zeros to the length of the segment |
 *
 * header    0 magic i64 "VIREOJNL"   8 format version i32    12 reactor index i32
 *          16 segment index i32     20 reactor count i32     24 partition count i32   28 zero i32
 *          32 zero i64              40 log id i64            48 segment length i64
 *          56 zero i32              60 checksum of 0 to 60 i32
 *
 * frame     what one commit wrote: one write, one fdatasync
 *           0 magic i32 "VFRM"       4 length i32, of the frame with this header, a multiple of 8
 *           8 sequence i64, one more at each frame of the log
 *          16 log id i64            24 record count i32       28 checksum of 0 to 28 i32
 *          32 records, each 8-byte aligned
 *
 * record    one change of one partition
 *           0 checksum of 4 to 24 and of the metadata i32     4 checksum of the body i32
 *           8 type i16              10 partition u16          12 body length i32
 *          16 metadata length i32   20 zero i32
 *          24 body, zeros to 8-byte alignment, metadata, zeros to 8-byte alignment
 * </pre>
 *
 * <p>The log id is random and known to nobody who can write bodies: so no body can look like a frame.
 */
final class JournalDescriptor {
    static final int FORMAT_VERSION = 3;

    static final long SEGMENT_MAGIC = 0x4c4e4a4f45524956L; // "VIREOJNL"
    static final int SEGMENT_HEADER_LENGTH = 64;
    static final int FORMAT_VERSION_OFFSET = 8;
    static final int REACTOR_INDEX_OFFSET = 12;
    static final int SEGMENT_INDEX_OFFSET = 16;
    static final int REACTOR_COUNT_OFFSET = 20;
    static final int PARTITION_COUNT_OFFSET = 24;
    static final int LOG_ID_OFFSET = 40;
    static final int SEGMENT_LENGTH_OFFSET = 48;
    static final int SEGMENT_CHECKSUM_OFFSET = 60;

    static final int FRAME_MAGIC = 0x4d524656; // "VFRM"
    static final int FRAME_HEADER_LENGTH = 32;
    static final int FRAME_LENGTH_OFFSET = 4;
    static final int FRAME_SEQUENCE_OFFSET = 8;
    static final int FRAME_LOG_ID_OFFSET = 16;
    static final int FRAME_RECORD_COUNT_OFFSET = 24;
    static final int FRAME_CHECKSUM_OFFSET = 28;

    static final int RECORD_HEADER_LENGTH = 24;
    static final int RECORD_CHECKSUM_OFFSET = 0;
    static final int RECORD_BODY_CHECKSUM_OFFSET = 4;
    static final int RECORD_TYPE_OFFSET = 8;
    static final int RECORD_PARTITION_OFFSET = 10;
    static final int RECORD_BODY_LENGTH_OFFSET = 12;
    static final int RECORD_METADATA_LENGTH_OFFSET = 16;

    /** Entries of a partition. */
    static final short RECORD_TYPE_ENTRIES = 1;

    /** In place of a frame that was damaged, and that a repair gave up: its body is what was found there. */
    static final short RECORD_TYPE_LOST = 2;

    private JournalDescriptor() {}

    static int align(int length) {
        return (length + 7) & ~7;
    }

    /** Whether the 32 bytes here are the header of a frame of this log. */
    static boolean isFrame(CRC32C crc, ByteBuffer buffer, int offset, long logId) {
        return buffer.getInt(offset) == FRAME_MAGIC
                && buffer.getLong(offset + FRAME_LOG_ID_OFFSET) == logId
                && checksum(crc, buffer, offset, FRAME_CHECKSUM_OFFSET)
                        == buffer.getInt(offset + FRAME_CHECKSUM_OFFSET);
    }

    /** Of a record with its header and padding. */
    static long recordLength(int bodyLength, int metadataLength) {
        return RECORD_HEADER_LENGTH + ((bodyLength + 7L) & ~7L) + ((metadataLength + 7L) & ~7L);
    }

    static int checksum(CRC32C crc, ByteBuffer buffer, int offset, int length) {
        crc.reset();
        update(crc, buffer, offset, length);
        return (int) crc.getValue();
    }

    /** Adds a part of the buffer, whose position and limit are moved. */
    static void update(CRC32C crc, ByteBuffer buffer, int offset, int length) {
        buffer.limit(offset + length).position(offset);
        crc.update(buffer);
        buffer.clear();
    }
}
