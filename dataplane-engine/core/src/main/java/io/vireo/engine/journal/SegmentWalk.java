package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FRAME_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_RECORD_COUNT_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_SEQUENCE_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_BODY_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_BODY_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_METADATA_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_PARTITION_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.align;
import static io.vireo.engine.journal.JournalDescriptor.checksum;
import static io.vireo.engine.journal.JournalDescriptor.isFrame;
import static io.vireo.engine.journal.JournalDescriptor.recordLength;
import static io.vireo.engine.journal.JournalDescriptor.update;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Goes over the records of a segment that is not written to any more, without holding up the reactor: a window of it is in memory, the next one is read when a
 * record is not whole in it. Threads: the reactor alone.
 */
public final class SegmentWalk {
    /** What is there. */
    public enum State {
        /** The disk is reading. */
        WAITS,
        /** A record, to be looked at before {@link #next}. */
        AT_RECORD,
        /** There is no more. */
        ENDED,
        /** What follows cannot be told: {@link #fault} says where. */
        DAMAGED
    }

    private static final int WINDOW_LENGTH = 1 << 20;
    private static final long NOT_SEEKING = -1;
    private static final int NOT_READ_AGAIN = -1;

    private final SegmentSource source;
    private final int segment;
    private final int length;
    private final CRC32C crc = new CRC32C();
    private MemorySegment window = MemorySegment.NULL;
    private ByteBuffer view = ByteBuffer.allocate(0);
    private int windowOffset;
    private int windowLength;
    private boolean isReading;
    private String fault = "";

    /** Where something looked damaged, and was read once more. */
    private int readAgain = NOT_READ_AGAIN;

    /** Of the next record, or frame, in the segment. */
    private int offset = SEGMENT_HEADER_LENGTH;

    private int frameOffset = SEGMENT_HEADER_LENGTH;
    private int frameEnd = SEGMENT_HEADER_LENGTH;
    private long frameSequence;
    private int frameRecordCount;

    /** Frames up to this one are passed over, and whatever is no frame. */
    private long seekBeyond = NOT_SEEKING;

    private int bodyLength;
    private int metadataLength;
    private long readBytes;

    /** Starts before the first record. */
    public SegmentWalk(SegmentSource source, int segment) {
        this.source = source;
        this.segment = segment;
        this.length = (int) source.segmentLength(segment);
    }

    /** Of the segment that it goes over. */
    public int segment() {
        return segment;
    }

    /** What is there now; asks the disk when that is not known. */
    public State state() {
        if (isReading) {
            return State.WAITS;
        }
        State state = fault.isEmpty() ? look() : State.DAMAGED;
        if (state == State.DAMAGED && readAgain != offset) {
            // What is taken for damaged is left where it is for good: the disk is asked twice before.
            readAgain = offset;
            fault = "";
            windowLength = 0;
            return look();
        }
        return state;
    }

    private State look() {
        while (offset == frameEnd) {
            if (length - offset < FRAME_HEADER_LENGTH) {
                return State.ENDED;
            }
            if (!need(FRAME_HEADER_LENGTH)) {
                return State.WAITS;
            }
            if (!beginFrame(offset - windowOffset)) {
                return State.ENDED;
            }
        }
        return record();
    }

    /** Goes into the frame that starts here; while seeking past what is none, false when there is none. */
    private boolean beginFrame(int at) {
        int frameLength = frameLength(at);
        long sequence = view.getLong(at + FRAME_SEQUENCE_OFFSET);
        if (frameLength > 0 && sequence > seekBeyond) {
            frameOffset = offset;
            frameEnd = offset + frameLength;
            frameSequence = sequence;
            frameRecordCount = view.getInt(at + FRAME_RECORD_COUNT_OFFSET);
            offset += FRAME_HEADER_LENGTH;
            seekBeyond = NOT_SEEKING;
            return true;
        }
        if (seekBeyond != NOT_SEEKING) {
            offset += Long.BYTES;
            frameEnd = offset;
            return true;
        }
        return false;
    }

    /** 0 when no frame of this log starts here. */
    private int frameLength(int at) {
        int found = isFrame(crc, view, at, source.logId()) ? view.getInt(at + FRAME_LENGTH_OFFSET) : 0;
        return found > FRAME_HEADER_LENGTH && found <= length - offset ? found : 0;
    }

    private State record() {
        if (frameEnd - offset < RECORD_HEADER_LENGTH) {
            return damaged();
        }
        if (!need(RECORD_HEADER_LENGTH)) {
            return State.WAITS;
        }
        int at = offset - windowOffset;
        bodyLength = view.getInt(at + RECORD_BODY_LENGTH_OFFSET);
        metadataLength = view.getInt(at + RECORD_METADATA_LENGTH_OFFSET);
        boolean fits =
                bodyLength >= 0 && metadataLength >= 0 && recordLength(bodyLength, metadataLength) <= frameEnd - offset;
        if (!fits) {
            return damaged();
        }
        if (!need((int) recordLength(bodyLength, metadataLength))) {
            return State.WAITS;
        }
        at = offset - windowOffset;
        crc.reset();
        update(crc, view, at + RECORD_BODY_CHECKSUM_OFFSET, RECORD_HEADER_LENGTH - RECORD_BODY_CHECKSUM_OFFSET);
        update(crc, view, metadataPosition(), metadataLength);
        return (int) crc.getValue() == view.getInt(at + RECORD_CHECKSUM_OFFSET) ? State.AT_RECORD : damaged();
    }

    private State damaged() {
        fault = "stored record fails its checksum: segment=" + segment + " offset=" + offset;
        return State.DAMAGED;
    }

    /** Whether so many bytes from the offset on are in the window; has them read when they are not. */
    private boolean need(int count) {
        if (offset >= windowOffset && offset + count <= windowOffset + windowLength) {
            return true;
        }
        int wanted = Math.min(Math.max(WINDOW_LENGTH, count), length - offset);
        if (window.byteSize() < wanted) {
            window = Arena.ofAuto().allocate(wanted, 4_096);
            view = window.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        isReading = true;
        windowOffset = offset;
        windowLength = 0;
        readBytes += wanted;
        source.read(Location.of(segment, offset), window, 0, wanted, failure -> {
            isReading = false;
            if (failure == null) {
                windowLength = wanted;
            } else {
                fault = "stored bytes cannot be read: " + failure.getMessage() + " segment=" + segment + " offset="
                        + windowOffset;
            }
        });
        return !isReading && windowLength > 0;
    }

    /** Whose the record is. */
    public int partition() {
        return view.getShort(offset - windowOffset + RECORD_PARTITION_OFFSET) & 0xffff;
    }

    /** Where the record's body starts in the log. */
    public long bodyLocation() {
        return Location.of(segment, offset + RECORD_HEADER_LENGTH);
    }

    /** Of the record's body, in bytes. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Bytes that hold the record; overwritten once the walk goes on. */
    public MemorySegment window() {
        return window;
    }

    /** Of the body's first byte in the window. */
    public int bodyPosition() {
        return offset - windowOffset + RECORD_HEADER_LENGTH;
    }

    /** Whether the body is as it was written. */
    public boolean isBodySound() {
        int at = offset - windowOffset;
        return checksum(crc, view, bodyPosition(), bodyLength) == view.getInt(at + RECORD_BODY_CHECKSUM_OFFSET);
    }

    private int metadataPosition() {
        return bodyPosition() + align(bodyLength);
    }

    /** Where the record's metadata starts in the log. */
    public long metadataLocation() {
        return Location.of(segment, windowOffset + metadataPosition());
    }

    /** A copy of the record's metadata. */
    public byte[] metadata() {
        byte[] copy = new byte[metadataLength];
        view.get(metadataPosition(), copy);
        return copy;
    }

    /** Passes over the record. */
    public void next() {
        offset += (int) recordLength(bodyLength, metadataLength);
    }

    /** Of the frame that the walk is in, or was in last: its first byte in the segment. */
    public int frameOffset() {
        return frameOffset;
    }

    /** Behind the last byte of the frame that the walk is in, or was in last. */
    public int frameEnd() {
        return frameEnd;
    }

    /** Of the frame that the walk is in, or was in last; 0 when it was in none. */
    public long frameSequence() {
        return frameSequence;
    }

    /** Records that the frame that the walk is in says to hold. */
    public int frameRecordCount() {
        return frameRecordCount;
    }

    /** Of the record that the walk is at, or the place where it ended, in the segment. */
    public int offset() {
        return offset;
    }

    /** Leaves the frame that the walk is in, whatever is wrong with it. */
    public void leaveFrame() {
        fault = "";
        offset = frameEnd;
    }

    /** Having ended, goes on behind bytes that are no frame: with the next frame whose sequence number is higher than this one. */
    public void seekFrame(long sequence) {
        seekBeyond = sequence;
    }

    /** Whether the walk is between two frames. */
    public boolean isBetweenFrames() {
        return offset == frameEnd;
    }

    /** Whether something was written behind the last frame, the walk having ended there. */
    public boolean hasBytesHere() {
        int at = offset - windowOffset;
        return at >= 0 && at + Long.BYTES <= windowLength && view.getLong(at) != 0;
    }

    /** What is damaged, and where; empty when nothing is. */
    public String fault() {
        return fault;
    }

    /** Bytes that were read from the disk. */
    public long readBytes() {
        return readBytes;
    }
}
