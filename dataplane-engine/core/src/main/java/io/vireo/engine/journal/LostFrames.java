package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FRAME_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.RECORD_TYPE_LOST;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Frames in a segment that are damaged though frames behind them are whole. A repair gives them up: in their place come as many frames that say so, of which the last
 * has the bytes that were found there for its body. The frames behind them, and what is stored in the bytes themselves and still sound, stay of use.
 *
 * <pre>
 * before    | frame 41 | damaged …                                              | frame 44 |
 * after     | frame 41 | lost 42 | lost 43: 56 bytes, then what was there before | frame 44 |
 * </pre>
 *
 * @param segment index of the segment
 * @param from where the first of them started, in bytes
 * @param to where the frame behind them starts, or the segment ends
 * @param firstSequence of the first of them
 * @param lastSequence of the last of them
 */
public record LostFrames(int segment, int from, int to, long firstSequence, long lastSequence) {
    private static final int FRAME_LENGTH = FRAME_HEADER_LENGTH + RECORD_HEADER_LENGTH;

    /** How many commits they were. */
    public long count() {
        return lastSequence - firstSequence + 1;
    }

    /** Whether frames in their place fit: those that were there had no less than a record each. */
    public boolean canBeGivenUp() {
        return count() > 0 && count() * FRAME_LENGTH <= to - from;
    }

    /** What is where they were. */
    public ByteBuffer found(Disk disk, int reactorIndex) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(to - from);
        try (DiskFile file = disk.open(Segment.name(reactorIndex, segment))) {
            file.read(bytes, from);
        }
        return bytes.flip();
    }

    /** Writes over the first bytes of them what says that they are lost. Durable when this returns; done in part, it can be done again. */
    public void giveUp(Disk disk, int reactorIndex, long logId) throws IOException {
        if (!canBeGivenUp()) {
            throw new IllegalStateException("there is no room for the frames that say so: " + this);
        }
        MemorySegment found = MemorySegment.ofBuffer(found(disk, reactorIndex));
        CommitBuffer frame = new CommitBuffer(to - from);
        ByteBuffer start = ByteBuffer.allocateDirect((int) count() * FRAME_LENGTH);
        for (long sequence = firstSequence; sequence <= lastSequence; sequence++) {
            frame.clear();
            frame.begin(reactorIndex); // a partition of this reactor's, as that of every record
            if (sequence == lastSequence) {
                frame.appendBody(found, start.capacity(), (int) found.byteSize() - start.capacity());
            }
            frame.end(RECORD_TYPE_LOST, new byte[0], 0);
            start.put(frame.seal(sequence, logId).asSlice(0, FRAME_LENGTH).asByteBuffer());
        }
        try (DiskFile file = disk.open(Segment.name(reactorIndex, segment))) {
            file.write(start.flip(), from);
            file.force();
        }
    }
}
