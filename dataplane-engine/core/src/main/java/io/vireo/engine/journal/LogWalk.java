package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FRAME_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.FRAME_SEQUENCE_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_BODY_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_BODY_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_CHECKSUM_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_METADATA_LENGTH_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_PARTITION_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_ENTRIES;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_OFFSET;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.align;
import static io.vireo.engine.journal.JournalDescriptor.isFrame;
import static io.vireo.engine.journal.JournalDescriptor.recordLength;
import static io.vireo.engine.journal.JournalDescriptor.update;

import io.vireo.engine.io.DiskCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Goes over the durable records of a log in their order, from segment to segment, as far as they have come; it can go on when there are more. Bodies are passed over unread. What is missing
 * is found, not passed over: frames are numbered without a gap, and what is behind a segment's last frame is zeros. Threads: the reactor alone.
 */
public final class LogWalk {
    /** What is there. */
    public enum State {
        /** The disk is reading. */
        WAITS,
        /** A record, to be looked at before {@link #next}. */
        AT_RECORD,
        /** There is no more that is durable. */
        ENDED,
        /** What is here cannot be read: {@link #fault} says where, {@link #behindDamage} where it goes on. */
        DAMAGED
    }

    /** Reads from the log, seeing to it that what is read stays there meanwhile. */
    @FunctionalInterface
    public interface Reading {
        /** As {@link Journal#read}. */
        void read(long location, MemorySegment target, long targetOffset, int length, DiskCalls.Ended ended);
    }

    private static final int NOT_KNOWN = -1;

    private final Journal journal;
    private final Reading reading;
    private final CRC32C crc = new CRC32C();
    private final byte[] header = new byte[RECORD_HEADER_LENGTH];
    private final ByteBuffer headerView = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);

    /** What was given to read into, and what is read into now: a longer one when something does not fit. */
    private final MemorySegment room;

    private MemorySegment window;
    private ByteBuffer view;
    private int windowSegment = NOT_KNOWN;
    private int windowOffset;
    private int windowLength;
    private boolean isReading;
    private String fault = "";

    /** Where something looked damaged, and was read once more. */
    private long readAgain = NOT_KNOWN;

    private int segment;
    private int frame;
    private int frameEnd;
    private int offset;
    private long sequence;

    /** Where a record's header lies that was read. */
    private int headerOffset = NOT_KNOWN;

    private int bodyLength;
    private int metadataLength;
    private long readBytes;

    /**
     * Starts at a place that a walk over this log has been at, or at the start of a segment.
     *
     * @param room off heap; what is read at a time
     */
    public LogWalk(Journal journal, LogPosition from, MemorySegment room, Reading reading) {
        this.journal = journal;
        this.reading = reading;
        this.room = room;
        this.window = room;
        this.view = room.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.segment = from.segment();
        this.frame = from.frame();
        this.frameEnd = from.frame();
        this.offset = from.record();
        this.sequence = from.sequence();
    }

    /** Where it is: before the record that it is at. */
    public LogPosition position() {
        return new LogPosition(segment, frame, offset, sequence);
    }

    /** Whether the disk is reading: what is read into must be left alone. */
    public boolean isReading() {
        return isReading;
    }

    /** What is there now; asks the disk when that is not known. */
    public State state() {
        if (isReading) {
            return State.WAITS;
        }
        State state = fault.isEmpty() ? look() : State.DAMAGED;
        if (state == State.DAMAGED && readAgain != Location.of(segment, offset)) {
            // Who is told of damage gives up what is there: the disk is asked twice before.
            readAgain = Location.of(segment, offset);
            fault = "";
            windowSegment = NOT_KNOWN;
            headerOffset = NOT_KNOWN;
            return look();
        }
        return state;
    }

    private State look() {
        while (offset >= frameEnd) {
            State atFrame = enterFrame();
            if (atFrame != State.AT_RECORD) {
                return atFrame;
            }
        }
        return record();
    }

    /** Goes into the frame that is next, or on to the next segment; {@link State#AT_RECORD} when there is something to go on with. */
    private State enterFrame() {
        JournalPosition end = journal.durable();
        boolean isLast = segment >= end.segment();
        if (isLast && (segment > end.segment() || frame >= end.offset())) {
            return State.ENDED;
        }
        int limit = isLast ? end.offset() : (int) journal.segmentLength(segment);
        if (limit == 0) {
            return damaged("a segment is missing", frame);
        }
        if (limit - frame < FRAME_HEADER_LENGTH) {
            return nextSegment(isLast);
        }
        if (!need(frame, FRAME_HEADER_LENGTH, limit)) {
            return waitsOrDamaged();
        }
        int at = frame - windowOffset;
        if (!isFrame(crc, view, at, journal.logId())) {
            return isZero(at) ? nextSegment(isLast) : damaged("a frame's header fails its checksum", frame);
        }
        int length = view.getInt(at + FRAME_LENGTH_OFFSET);
        long found = view.getLong(at + FRAME_SEQUENCE_OFFSET);
        boolean fits = length > FRAME_HEADER_LENGTH && length <= limit - frame && offset <= frame + length;
        if (!fits || (sequence != 0 && sequence != found)) {
            return damaged("a frame is missing: expected=" + sequence + " found=" + found, frame);
        }
        sequence = found;
        frameEnd = frame + length;
        offset = Math.max(offset, frame + FRAME_HEADER_LENGTH);
        if (offset == frameEnd) {
            leaveFrame();
        }
        return State.AT_RECORD;
    }

    private State nextSegment(boolean isLast) {
        if (isLast) {
            return damaged("a frame is missing: expected=" + sequence, frame);
        }
        segment++;
        frame = SEGMENT_HEADER_LENGTH;
        frameEnd = frame;
        offset = frame;
        headerOffset = NOT_KNOWN;
        return State.AT_RECORD;
    }

    private boolean isZero(int at) {
        for (int i = 0; i < FRAME_HEADER_LENGTH; i += Long.BYTES) {
            if (view.getLong(at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void leaveFrame() {
        frame = frameEnd;
        sequence++;
    }

    private State record() {
        if (headerOffset != offset) {
            if (!need(offset, RECORD_HEADER_LENGTH, frameEnd)) {
                return waitsOrDamaged();
            }
            view.get(offset - windowOffset, header);
            headerOffset = offset;
            if (headerView.getShort(RECORD_TYPE_OFFSET) != RECORD_TYPE_ENTRIES) {
                return damaged("a repair gave a frame up", frame);
            }
            bodyLength = headerView.getInt(RECORD_BODY_LENGTH_OFFSET);
            metadataLength = headerView.getInt(RECORD_METADATA_LENGTH_OFFSET);
        }
        boolean fits =
                bodyLength >= 0 && metadataLength >= 0 && recordLength(bodyLength, metadataLength) <= frameEnd - offset;
        if (!fits) {
            return damaged("a record fails its checksum", offset);
        }
        int metadata = metadataOffset();
        if (metadataLength > 0 && !need(metadata, metadataLength, frameEnd)) {
            return waitsOrDamaged();
        }
        crc.reset();
        crc.update(header, RECORD_BODY_CHECKSUM_OFFSET, RECORD_HEADER_LENGTH - RECORD_BODY_CHECKSUM_OFFSET);
        if (metadataLength > 0) {
            update(crc, view, metadata - windowOffset, metadataLength);
        }
        return (int) crc.getValue() == headerView.getInt(RECORD_CHECKSUM_OFFSET)
                ? State.AT_RECORD
                : damaged("a record fails its checksum", offset);
    }

    private int metadataOffset() {
        return offset + RECORD_HEADER_LENGTH + align(bodyLength);
    }

    private State waitsOrDamaged() {
        return isReading ? State.WAITS : State.DAMAGED;
    }

    private State damaged(String what, int at) {
        fault = "the log cannot be read: " + what + " segment=" + segment + " offset=" + at;
        return State.DAMAGED;
    }

    /** Whether these bytes are in the window; has them read, with what is behind them, when they are not. */
    private boolean need(int from, int count, int limit) {
        if (windowSegment == segment && from >= windowOffset && from + count <= windowOffset + windowLength) {
            return true;
        }
        int wanted = (int) Math.min(Math.max(room.byteSize(), count), limit - from);
        if (wanted < count) {
            damaged("it ends before a record does", from);
            return false;
        }
        if (wanted > window.byteSize() || (wanted <= room.byteSize() && window.byteSize() > room.byteSize())) {
            window = wanted <= room.byteSize() ? room : Arena.ofAuto().allocate(wanted, 4_096);
            view = window.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        isReading = true;
        windowSegment = segment;
        windowOffset = from;
        windowLength = 0;
        readBytes += wanted;
        reading.read(Location.of(segment, from), window, 0, wanted, failure -> {
            isReading = false;
            if (failure == null) {
                windowLength = wanted;
            } else {
                damaged(String.valueOf(failure.getMessage()), from);
            }
        });
        return !isReading && fault.isEmpty();
    }

    /** Whose the record is. */
    public int partition() {
        return headerView.getShort(RECORD_PARTITION_OFFSET) & 0xffff;
    }

    /** Where the record's metadata starts in the log. */
    public long metadataLocation() {
        return Location.of(segment, metadataOffset());
    }

    /** Of the record's metadata, in bytes. */
    public int metadataLength() {
        return metadataLength;
    }

    /** Copies the record's metadata, of which there is some. */
    public void metadata(byte[] target) {
        view.get(metadataOffset() - windowOffset, target, 0, metadataLength);
    }

    /** Passes over the record. */
    public void next() {
        offset += (int) recordLength(bodyLength, metadataLength);
        headerOffset = NOT_KNOWN;
        if (offset == frameEnd) {
            leaveFrame();
        }
    }

    /** What cannot be read, and where it is; empty: nothing is wrong. */
    public String fault() {
        return fault;
    }

    /** The first place behind what cannot be read from which it goes on: the frame's end, or the next segment, or the log's end. */
    public LogPosition behindDamage() {
        if (offset < frameEnd) {
            return new LogPosition(segment, frameEnd, frameEnd, sequence + 1);
        }
        JournalPosition end = journal.durable();
        return segment < end.segment() ? LogPosition.startOf(segment + 1) : LogPosition.before(end);
    }

    /** Bytes that were read from the disk. */
    public long readBytes() {
        return readBytes;
    }
}
