package io.vireo.engine.journal;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskFile;
import java.io.IOException;
import java.util.Locale;

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
        SegmentHeader header = new SegmentHeader(
                config.reactorIndex(),
                index,
                config.reactorCount(),
                config.partitionCount(),
                logId,
                config.segmentLength());
        String name = name(config.reactorIndex(), index);
        DiskFile file = disk.create(name, config.segmentLength(), header.encoded());
        return new Segment(index, logId, (int) config.segmentLength(), file, name);
    }

    /** Opens a segment and checks that it is one of this engine's log, and has its own name. */
    static Segment open(Disk disk, JournalConfig config, String name) throws IOException {
        DiskFile file = disk.open(name);
        try {
            String where = "file=" + disk.describe(name) + " offset=0";
            SegmentHeader header = SegmentHeader.read(file, name, where);
            expect("reactor count", header.reactorCount(), config.reactorCount(), where);
            expect("partition count", header.partitionCount(), config.partitionCount(), where);
            expect("reactor index", header.reactorIndex(), config.reactorIndex(), where);
            return new Segment(header.segmentIndex(), header.logId(), (int) header.segmentLength(), file, name);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void expect(String what, long stored, long wanted, String where) throws JournalException {
        if (stored != wanted) {
            throw new JournalException("journal was written with another " + what + ": stored=" + stored + " wanted="
                    + wanted + " " + where);
        }
    }
}
