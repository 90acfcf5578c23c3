package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FORMAT_VERSION;
import static io.vireo.engine.journal.JournalDescriptor.FORMAT_VERSION_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.LOG_ID_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.PARTITION_COUNT_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.REACTOR_COUNT_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.REACTOR_INDEX_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_INDEX_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_MAGIC;
import static io.vireo.engine.journal.JournalDescriptor.checksum;

import io.vireo.engine.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What the header of a segment says; {@link JournalDescriptor} draws it.
 *
 * @param reactorIndex whose log it is of
 * @param segmentIndex its place in the log, from 0
 * @param reactorCount of the engine that wrote it
 * @param partitionCount of the engine that wrote it
 * @param logId random, the same in all segments of a log
 * @param segmentLength of the file, in bytes
 */
public record SegmentHeader(
        int reactorIndex, int segmentIndex, int reactorCount, int partitionCount, long logId, long segmentLength) {

    ByteBuffer encoded() {
        ByteBuffer header = ByteBuffer.allocateDirect(SEGMENT_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, SEGMENT_MAGIC)
                .putInt(FORMAT_VERSION_OFFSET, FORMAT_VERSION)
                .putInt(REACTOR_INDEX_OFFSET, reactorIndex)
                .putInt(SEGMENT_INDEX_OFFSET, segmentIndex)
                .putInt(REACTOR_COUNT_OFFSET, reactorCount)
                .putInt(PARTITION_COUNT_OFFSET, partitionCount)
                .putLong(LOG_ID_OFFSET, logId)
                .putLong(SEGMENT_LENGTH_OFFSET, segmentLength);
        return header.putInt(SEGMENT_CHECKSUM_OFFSET, checksum(new CRC32C(), header, 0, SEGMENT_CHECKSUM_OFFSET));
    }

    /**
     * Reads the header of a file.
     *
     * @param name of the file
     * @param where the same with its folder and offset, for messages
     * @throws JournalException it is no segment, of another format, damaged, or does not fit its file
     */
    static SegmentHeader read(DiskFile file, String name, String where) throws IOException {
        if (file.length() < SEGMENT_HEADER_LENGTH) {
            throw new JournalException(
                    "journal segment is shorter than its header: length=" + file.length() + " " + where);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(SEGMENT_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        try {
            file.read(bytes, 0);
        } catch (IOException e) {
            throw new JournalException("journal segment header cannot be read: " + e.getMessage() + " " + where, e);
        }
        bytes.clear();
        if (bytes.getLong(0) != SEGMENT_MAGIC) {
            throw new JournalException("not a journal segment: " + where);
        }
        int version = bytes.getInt(FORMAT_VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            String advice = version < FORMAT_VERSION
                    ? "; it was written by an earlier Vireo, which can export it: start that one, copy the data out, and "
                            + "copy them into an engine with an empty data directory"
                    : "; it was written by a later Vireo: start that one";
            throw new JournalException("journal has a format version that this engine does not know: version=" + version
                    + " known=" + FORMAT_VERSION + " " + where + advice);
        }
        if (bytes.getInt(SEGMENT_CHECKSUM_OFFSET) != checksum(new CRC32C(), bytes, 0, SEGMENT_CHECKSUM_OFFSET)) {
            throw new JournalException("journal segment header is corrupt: " + where);
        }
        SegmentHeader header = new SegmentHeader(
                bytes.getInt(REACTOR_INDEX_OFFSET),
                bytes.getInt(SEGMENT_INDEX_OFFSET),
                bytes.getInt(REACTOR_COUNT_OFFSET),
                bytes.getInt(PARTITION_COUNT_OFFSET),
                bytes.getLong(LOG_ID_OFFSET),
                bytes.getLong(SEGMENT_LENGTH_OFFSET));
        String expected = Segment.name(header.reactorIndex, header.segmentIndex);
        if (!name.equals(expected)) {
            throw new JournalException("journal segment has the name of another: expected=" + expected + " " + where);
        }
        if (header.segmentLength != file.length()) {
            throw new JournalException("journal segment has another length than it was made with: stored="
                    + header.segmentLength + " length=" + file.length() + " " + where);
        }
        return header;
    }
}
