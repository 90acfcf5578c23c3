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

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * One file of a log.
 *
 * @param index its place in the log, from 0
 * @param logId random, the same in all segments of a log
 * @param length in bytes
 */
record Segment(int index, long logId, int length, DiskFile file, String name) {

    static final String SUFFIX = ".journal";

    static String name(int reactorIndex, int index) {
        return String.format(Locale.ROOT, "%s%08d%s", prefix(reactorIndex), index, SUFFIX);
    }

    static String prefix(int reactorIndex) {
        return String.format(Locale.ROOT, "reactor-%03d-", reactorIndex);
    }

    static Segment create(Disk disk, JournalConfig config, int index, long logId) throws IOException {
        ByteBuffer header = ByteBuffer.allocateDirect(SEGMENT_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, SEGMENT_MAGIC)
                .putInt(FORMAT_VERSION_OFFSET, FORMAT_VERSION)
                .putInt(REACTOR_INDEX_OFFSET, config.reactorIndex())
                .putInt(SEGMENT_INDEX_OFFSET, index)
                .putInt(REACTOR_COUNT_OFFSET, config.reactorCount())
                .putInt(PARTITION_COUNT_OFFSET, config.partitionCount())
                .putLong(LOG_ID_OFFSET, logId)
                .putLong(SEGMENT_LENGTH_OFFSET, config.segmentLength());
        header.putInt(SEGMENT_CHECKSUM_OFFSET, checksum(new CRC32C(), header, 0, SEGMENT_CHECKSUM_OFFSET));
        String name = name(config.reactorIndex(), index);
        DiskFile file = disk.create(name, config.segmentLength(), header);
        return new Segment(index, logId, (int) config.segmentLength(), file, name);
    }

    /** Opens a segment and checks that it is one of this engine's log, and has its own name. */
    static Segment open(Disk disk, JournalConfig config, String name) throws IOException {
        DiskFile file = disk.open(name);
        try {
            return read(disk, config, name, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Segment read(Disk disk, JournalConfig config, String name, DiskFile file) throws IOException {
        String where = "file=" + disk.describe(name) + " offset=0";
        if (file.length() < SEGMENT_HEADER_LENGTH) {
            throw new JournalException(
                    "journal segment is shorter than its header: length=" + file.length() + " " + where);
        }
        ByteBuffer header = ByteBuffer.allocateDirect(SEGMENT_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        file.read(header, 0);
        header.clear();
        if (header.getLong(0) != SEGMENT_MAGIC) {
            throw new JournalException("not a journal segment: " + where);
        }
        int version = header.getInt(FORMAT_VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            String advice = version < FORMAT_VERSION
                    ? "; it was written by an earlier Vireo, which can export it: start that one, copy the data out, and "
                            + "copy them into an engine with an empty data directory"
                    : "; it was written by a later Vireo: start that one";
            throw new JournalException("journal has a format version that this engine does not know: version=" + version
                    + " known=" + FORMAT_VERSION + " " + where + advice);
        }
        if (header.getInt(SEGMENT_CHECKSUM_OFFSET) != checksum(new CRC32C(), header, 0, SEGMENT_CHECKSUM_OFFSET)) {
            throw new JournalException("journal segment header is corrupt: " + where);
        }
        expect("reactor count", header.getInt(REACTOR_COUNT_OFFSET), config.reactorCount(), where);
        expect("partition count", header.getInt(PARTITION_COUNT_OFFSET), config.partitionCount(), where);
        expect("reactor index", header.getInt(REACTOR_INDEX_OFFSET), config.reactorIndex(), where);
        int index = header.getInt(SEGMENT_INDEX_OFFSET);
        if (!name.equals(name(config.reactorIndex(), index))) {
            throw new JournalException("journal segment has the name of another: expected="
                    + name(config.reactorIndex(), index) + " " + where);
        }
        expect("segment length", header.getLong(SEGMENT_LENGTH_OFFSET), file.length(), where);
        return new Segment(index, header.getLong(LOG_ID_OFFSET), (int) file.length(), file, name);
    }

    private static void expect(String what, long stored, long wanted, String where) throws JournalException {
        if (stored != wanted) {
            throw new JournalException("journal was written with another " + what + ": stored=" + stored + " wanted="
                    + wanted + " " + where);
        }
    }
}
