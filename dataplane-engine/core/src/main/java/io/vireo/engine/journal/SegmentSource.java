package io.vireo.engine.journal;

import io.vireo.engine.io.DiskCalls;
import java.lang.foreign.MemorySegment;

/** Segments of one log that can be read: the log of a running engine, or files that nobody writes to. */
public interface SegmentSource {
    /** Random, and the same as long as the log lives: what was made of another log has another one. */
    long logId();

    /** Of a segment, in bytes; 0 when there is none. */
    long segmentLength(int segment);

    /**
     * Begins to read durable bytes; whether they are the right ones is for their checksum to say.
     *
     * @param target off heap, to be left alone until the end
     * @param ended is told the end, by the thread that polls the disk
     */
    void read(long location, MemorySegment target, long targetOffset, int length, DiskCalls.Ended ended);
}
