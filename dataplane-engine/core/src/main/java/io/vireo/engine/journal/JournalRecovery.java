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
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_LOST;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.align;
import static io.vireo.engine.journal.JournalDescriptor.checksum;
import static io.vireo.engine.journal.JournalDescriptor.recordLength;
import static io.vireo.engine.journal.JournalDescriptor.update;

import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads a log from its start and finds its end.
 *
 * <p>A frame is written only after the one before it is durable. So a bad frame is the torn end of the log when no frame follows it, and
 * corruption of something that was acknowledged when one does. The first is cut off; the second stops the engine.
 *
 * <p>Bodies are checked in the last segment only, where an end may be torn. Elsewhere they are passed over: each carries checksums that are
 * compared when it is read, and one bad body must not keep all others from being served.
 *
 * <p>Much follows from a bad frame, so the disk is asked twice before one is taken for bad, and nothing is applied or written back that was not compared with its checksum.
 */
final class JournalRecovery {
    private static final int WINDOW_LENGTH = 1 << 20;

    /** What {@link #check} says of a place without a frame. */
    private static final int BAD = -1;

    private final Disk disk;
    private final List<Segment> segments;
    private final CRC32C crc = new CRC32C();
    private final ByteReader metadata = new ByteReader();
    private byte[] metadataBytes = new byte[4096];

    /** A part of the segment that is being read. */
    private ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_LENGTH).order(ByteOrder.LITTLE_ENDIAN);

    private int windowSegment = -1;
    private int windowOffset;
    private int windowLength;

    JournalRecovery(Disk disk, List<Segment> segments) {
        this.disk = disk;
        this.segments = segments;
    }

    /** Hands over what is there from a position in the first segment on; where the log goes on. */
    JournalPosition replay(JournalPosition from, Journal.Handler handler) throws IOException {
        int last = lastWithFrames();
        long sequence = from.sequence();
        for (int s = 0; s <= last; s++) {
            int offset = s == 0 ? from.offset() : SEGMENT_HEADER_LENGTH;
            int lastLength = 0;
            while (true) {
                int length = check(s, offset, sequence, s == last);
                if (length == BAD && s == last) {
                    length = checkFollowed(s, offset, sequence);
                }
                if (length == BAD) {
                    break;
                }
                deliver(s, offset, handler);
                offset += length;
                lastLength = length;
                sequence++;
            }
            if (s == last) {
                makeDurable(s, offset - lastLength, offset, sequence - 1);
                cutTornEnd(s, offset, sequence);
                for (int empty = last + 1; empty < segments.size(); empty++) {
                    cutTornEnd(empty, SEGMENT_HEADER_LENGTH, sequence);
                }
                return new JournalPosition(segments.get(s).index(), offset, sequence);
            }
            if (frameLengthAt(s + 1, SEGMENT_HEADER_LENGTH, sequence) == BAD) {
                throw corrupt(s, offset, sequence, s + 1, SEGMENT_HEADER_LENGTH);
            }
        }
        throw new AssertionError("a log has a segment");
    }

    /** A frame whose bodies alone are damaged, and that another one follows, is no torn end: each damaged body costs the item that has it. */
    private int checkFollowed(int s, int offset, long sequence) throws IOException {
        int length = check(s, offset, sequence, false);
        boolean isFollowed = length != BAD && frameLengthAt(s, offset + length, sequence + 1) != BAD;
        return isFollowed ? length : BAD;
    }

    /**
     * Writes the last frame once more. What was read may be in the system's cache alone: the process may have ended before it forced the frame, or after a force that
     * failed, which lets the system drop the bytes later and forget that they were never written. All frames before it were durable before it was begun.
     */
    private void makeDurable(int s, int from, int end, long sequence) throws IOException {
        if (from == end) {
            return;
        }
        int at = need(s, from, end - from); // whole, so that what is checked is what is written
        if (checkOnce(s, from, sequence, true) == BAD) {
            throw new JournalException(
                    "journal reads otherwise than a moment ago: sequence=" + sequence + " " + where(s, from));
        }
        segments.get(s).file().write(window.duplicate().limit(at + end - from).position(at), from);
        segments.get(s).file().force();
    }

    private int lastWithFrames() throws IOException {
        for (int s = segments.size() - 1; s > 0; s--) {
            if (frameLengthAt(s, SEGMENT_HEADER_LENGTH, 0) != BAD) {
                return s;
            }
        }
        return 0;
    }

    /** Length of the frame whose header is valid here, of this sequence (0: any), or {@link #BAD}. */
    private int frameLengthAt(int s, int offset, long sequence) throws IOException {
        int length = frameLengthOnce(s, offset, sequence);
        if (length != BAD) {
            return length;
        }
        forgetWindow();
        return frameLengthOnce(s, offset, sequence);
    }

    private int frameLengthOnce(int s, int offset, long sequence) throws IOException {
        Segment segment = segments.get(s);
        if (segment.length() - offset < FRAME_HEADER_LENGTH) {
            return BAD;
        }
        int at = need(s, offset, FRAME_HEADER_LENGTH);
        if (window.getInt(at) != FRAME_MAGIC || window.getLong(at + FRAME_LOG_ID_OFFSET) != segment.logId()) {
            return BAD;
        }
        int expected = window.getInt(at + FRAME_CHECKSUM_OFFSET);
        int length = window.getInt(at + FRAME_LENGTH_OFFSET);
        long found = window.getLong(at + FRAME_SEQUENCE_OFFSET);
        boolean isSound = checksum(crc, window, at, FRAME_CHECKSUM_OFFSET) == expected
                && length >= FRAME_HEADER_LENGTH
                && length % 8 == 0
                && length <= segment.length() - offset
                && (sequence == 0 || found == sequence);
        return isSound ? length : BAD;
    }

    /** Length of the frame that is wholly sound here, or {@link #BAD}. */
    private int check(int s, int offset, long sequence, boolean withBodies) throws IOException {
        int length = checkOnce(s, offset, sequence, withBodies);
        if (length != BAD) {
            return length;
        }
        forgetWindow();
        return checkOnce(s, offset, sequence, withBodies);
    }

    private int checkOnce(int s, int offset, long sequence, boolean withBodies) throws IOException {
        int length = frameLengthOnce(s, offset, sequence);
        if (length == BAD) {
            return BAD;
        }
        int count = window.getInt(need(s, offset, FRAME_HEADER_LENGTH) + FRAME_RECORD_COUNT_OFFSET);
        int end = offset + length;
        int record = offset + FRAME_HEADER_LENGTH;
        for (int i = 0; i < count; i++) {
            long recordLength = checkRecord(s, record, end, withBodies);
            if (recordLength == BAD) {
                return BAD;
            }
            record += (int) recordLength;
        }
        return record == end ? length : BAD;
    }

    private long checkRecord(int s, int record, int end, boolean withBody) throws IOException {
        if (end - record < RECORD_HEADER_LENGTH) {
            return BAD;
        }
        int at = need(s, record, RECORD_HEADER_LENGTH);
        int bodyLength = window.getInt(at + RECORD_BODY_LENGTH_OFFSET);
        int metadataLength = window.getInt(at + RECORD_METADATA_LENGTH_OFFSET);
        if (bodyLength < 0 || metadataLength < 0 || recordLength(bodyLength, metadataLength) > end - record) {
            return BAD;
        }
        int expected = window.getInt(at + RECORD_CHECKSUM_OFFSET);
        int expectedBody = window.getInt(at + RECORD_BODY_CHECKSUM_OFFSET);
        crc.reset();
        update(crc, window, at + RECORD_BODY_CHECKSUM_OFFSET, RECORD_HEADER_LENGTH - RECORD_BODY_CHECKSUM_OFFSET);
        addToChecksum(s, record + RECORD_HEADER_LENGTH + align(bodyLength), metadataLength);
        if ((int) crc.getValue() != expected) {
            return BAD;
        }
        if (withBody) {
            crc.reset();
            addToChecksum(s, record + RECORD_HEADER_LENGTH, bodyLength);
            if ((int) crc.getValue() != expectedBody) {
                return BAD;
            }
        }
        return recordLength(bodyLength, metadataLength);
    }

    private void addToChecksum(int s, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(WINDOW_LENGTH, length - done);
            update(crc, window, need(s, offset + done, part), part);
            done += part;
        }
    }

    private void deliver(int s, int offset, Journal.Handler handler) throws IOException {
        int count = window.getInt(need(s, offset, FRAME_HEADER_LENGTH) + FRAME_RECORD_COUNT_OFFSET);
        long sequence = window.getLong(need(s, offset, FRAME_HEADER_LENGTH) + FRAME_SEQUENCE_OFFSET);
        int record = offset + FRAME_HEADER_LENGTH;
        for (int i = 0; i < count; i++) {
            int at = need(s, record, RECORD_HEADER_LENGTH);
            int type = window.getShort(at + RECORD_TYPE_OFFSET);
            int partition = window.getShort(at + RECORD_PARTITION_OFFSET) & 0xffff;
            int bodyLength = window.getInt(at + RECORD_BODY_LENGTH_OFFSET);
            int metadataLength = window.getInt(at + RECORD_METADATA_LENGTH_OFFSET);
            if (type != RECORD_TYPE_ENTRIES && type != RECORD_TYPE_LOST) {
                throw new JournalException("journal record has a type that this engine does not know: type=" + type
                        + " " + where(s, record));
            }
            int body = record + RECORD_HEADER_LENGTH;
            if (type == RECORD_TYPE_LOST) {
                handler.lost(sequence);
                record += (int) recordLength(bodyLength, metadataLength);
                continue;
            }
            int checksum = window.getInt(at + RECORD_CHECKSUM_OFFSET);
            crc.reset();
            update(crc, window, at + RECORD_BODY_CHECKSUM_OFFSET, RECORD_HEADER_LENGTH - RECORD_BODY_CHECKSUM_OFFSET);
            readMetadata(s, body + align(bodyLength), metadataLength);
            crc.update(metadataBytes, 0, metadataLength);
            if ((int) crc.getValue() != checksum) {
                throw new JournalException(
                        "journal reads otherwise than a moment ago: sequence=" + sequence + " " + where(s, record));
            }
            try {
                handler.record(partition, metadata, Location.of(segments.get(s).index(), body + align(bodyLength)));
            } catch (RuntimeException e) {
                throw new JournalException("journal record cannot be applied: " + e + " " + where(s, record), e);
            }
            record += (int) recordLength(bodyLength, metadataLength);
        }
    }

    private void readMetadata(int s, int offset, int length) throws IOException {
        if (metadataBytes.length < length) {
            metadataBytes = new byte[Math.max(length, metadataBytes.length * 2)];
        }
        int done = 0;
        while (done < length) {
            int part = Math.min(WINDOW_LENGTH, length - done);
            window.get(need(s, offset + done, part), metadataBytes, done, part);
            done += part;
        }
        metadata.wrap(metadataBytes, 0, length);
    }

    /** What follows the last frame is zeros, or what a commit left that was never acknowledged. */
    private void cutTornEnd(int s, int end, long sequence) throws IOException {
        Segment segment = segments.get(s);
        int lastUsed = end;
        for (int offset = end; offset + 8 <= segment.length(); offset += 8) {
            int at = need(s, offset, 8);
            if (window.getLong(at) != 0) {
                lastUsed = offset + 8;
                if (window.getInt(at) == FRAME_MAGIC && isLaterFrame(s, offset, sequence)) {
                    throw corrupt(s, end, sequence, s, offset);
                }
            }
        }
        if (lastUsed > end) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(WINDOW_LENGTH, lastUsed - end));
            for (int offset = end; offset < lastUsed; offset += zeros.capacity()) {
                zeros.clear().limit(Math.min(zeros.capacity(), lastUsed - offset));
                segment.file().write(zeros, offset);
            }
            segment.file().force();
        }
    }

    private boolean isLaterFrame(int s, int offset, long sequence) throws IOException {
        return frameLengthAt(s, offset, 0) != BAD
                && window.getLong(need(s, offset, FRAME_HEADER_LENGTH) + FRAME_SEQUENCE_OFFSET) > sequence;
    }

    private JournalException corrupt(int s, int offset, long sequence, int later, int laterOffset) throws IOException {
        return new JournalException(
                "journal is corrupt: a frame is damaged though frames after it are whole: sequence="
                        + sequence + " " + where(s, offset) + "; the next whole frame is at "
                        + where(later, laterOffset)
                        + " framesAfter=" + countFrames(later, laterOffset)
                        + "; nothing was changed: vireo engine inspect shows all damage, vireo engine repair gives up what is damaged and keeps the rest");
    }

    /** Whole frames from a place on, as far as their headers tell. */
    private long countFrames(int from, int fromOffset) throws IOException {
        long count = 0;
        for (int s = from; s < segments.size(); s++) {
            int offset = s == from ? fromOffset : SEGMENT_HEADER_LENGTH;
            for (int length = frameLengthAt(s, offset, 0); length != BAD; length = frameLengthAt(s, offset, 0)) {
                count++;
                offset += length;
            }
        }
        return count;
    }

    private String where(int s, int offset) {
        return "file=" + disk.describe(segments.get(s).name()) + " offset=" + offset;
    }

    private void forgetWindow() {
        windowSegment = -1;
    }

    /** Sees to it that these bytes of the segment are in the window; their offset in it. */
    private int need(int s, int offset, int length) throws IOException {
        if (s != windowSegment || offset < windowOffset || offset + length > windowOffset + windowLength) {
            if (window.capacity() < length) {
                window = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
            }
            int filled = Math.min(window.capacity(), segments.get(s).length() - offset);
            window.clear().limit(filled);
            try {
                segments.get(s).file().read(window, offset);
            } catch (IOException e) {
                forgetWindow();
                throw new JournalException("journal cannot be read: " + e.getMessage() + " " + where(s, offset), e);
            }
            window.clear();
            windowSegment = s;
            windowOffset = offset;
            windowLength = filled;
        }
        return offset - windowOffset;
    }
}
