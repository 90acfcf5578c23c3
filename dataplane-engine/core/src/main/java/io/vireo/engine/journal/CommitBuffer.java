package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FRAME_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_LOG_ID_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_MAGIC;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_RECORD_COUNT_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_SEQUENCE_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_BODY_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_BODY_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_METADATA_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_PARTITION_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_ENTRIES;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.align;
import static io.vireo.engine.journal.JournalDescriptor.checksum;
import static io.vireo.engine.journal.JournalDescriptor.update;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The frame of the next commit, being built off heap: it is what the disk is given. Bodies are copied in here before their checksum is taken,
 * because their source is memory that a client can change at any moment. Threads: the reactor alone.
 */
final class CommitBuffer {
    private final MemorySegment segment;
    private final ByteBuffer buffer;
    private final CRC32C crc = new CRC32C();

    /** End of the completed records; {@link JournalDescriptor#FRAME_HEADER_LENGTH} when there is none. */
    private int end = FRAME_HEADER_LENGTH;

    private int recordCount;

    /** The record that is being built starts at {@link #end}. */
    private int partition;

    private int bodyLength;

    CommitBuffer(int capacity) {
        segment = Arena.ofAuto().allocate(capacity, 8);
        buffer = segment.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    int capacity() {
        return buffer.capacity();
    }

    int recordCount() {
        return recordCount;
    }

    /** Of the frame with its completed records. */
    int length() {
        return end;
    }

    void begin(int ofPartition) {
        partition = ofPartition;
        bodyLength = 0;
    }

    /** Of the body of the record that is being built, in the frame. */
    int bodyOffset() {
        return end + RECORD_HEADER_LENGTH;
    }

    int bodyLength() {
        return bodyLength;
    }

    void appendBody(MemorySegment source, long offset, int length) {
        MemorySegment.copy(source, offset, segment, bodyOffset() + bodyLength, length);
        bodyLength += length;
    }

    /** Of the metadata of the record that is being built, in the frame; its body is complete then. */
    int metadataOffset() {
        return bodyOffset() + align(bodyLength);
    }

    /** A point between two records. */
    long mark() {
        return (long) end << 32 | recordCount;
    }

    /** Forgets the records since a point. */
    void rollBack(long mark) {
        end = (int) (mark >>> 32);
        recordCount = (int) mark;
        bodyLength = 0;
    }

    ByteBuffer bodyView(int offset, int length) {
        buffer.clear();
        return buffer.limit(bodyOffset() + offset + length).position(bodyOffset() + offset);
    }

    /** Completes a record of entries, whose length the caller has checked. */
    void end(byte[] metadata, int metadataLength) {
        end(RECORD_TYPE_ENTRIES, metadata, metadataLength);
    }

    /** Completes the record, whose length the caller has checked. */
    void end(short type, byte[] metadata, int metadataLength) {
        buffer.clear();
        int body = bodyOffset();
        int metadataOffset = metadataOffset();
        int recordEnd = metadataOffset + align(metadataLength);
        clear(body + bodyLength, metadataOffset);
        buffer.put(metadataOffset, metadata, 0, metadataLength);
        clear(metadataOffset + metadataLength, recordEnd);
        buffer.putInt(end + RECORD_BODY_CHECKSUM_OFFSET, checksum(crc, buffer, body, bodyLength))
                .putShort(end + RECORD_TYPE_OFFSET, type)
                .putShort(end + RECORD_PARTITION_OFFSET, (short) partition)
                .putInt(end + RECORD_BODY_LENGTH_OFFSET, bodyLength)
                .putInt(end + RECORD_METADATA_LENGTH_OFFSET, metadataLength)
                .putInt(end + RECORD_METADATA_LENGTH_OFFSET + 4, 0);
        crc.reset();
        update(crc, buffer, end + RECORD_BODY_CHECKSUM_OFFSET, RECORD_HEADER_LENGTH - RECORD_BODY_CHECKSUM_OFFSET);
        update(crc, buffer, metadataOffset, metadataLength);
        buffer.putInt(end + RECORD_CHECKSUM_OFFSET, (int) crc.getValue());
        end = recordEnd;
        recordCount++;
    }

    /** Finishes the frame, which starts at the first byte and is {@link #length} long. */
    MemorySegment seal(long sequence, long logId) {
        buffer.clear();
        buffer.putInt(0, FRAME_MAGIC)
                .putInt(FRAME_LENGTH_OFFSET, end)
                .putLong(FRAME_SEQUENCE_OFFSET, sequence)
                .putLong(FRAME_LOG_ID_OFFSET, logId)
                .putInt(FRAME_RECORD_COUNT_OFFSET, recordCount);
        buffer.putInt(FRAME_CHECKSUM_OFFSET, checksum(crc, buffer, 0, FRAME_CHECKSUM_OFFSET));
        return segment;
    }

    void copy(int offset, byte[] target, int length) {
        buffer.get(offset, target, 0, length);
    }

    void clear() {
        end = FRAME_HEADER_LENGTH;
        recordCount = 0;
        bodyLength = 0;
    }

    private void clear(int from, int to) {
        for (int i = from; i < to; i++) {
            buffer.put(i, (byte) 0);
        }
    }
}
