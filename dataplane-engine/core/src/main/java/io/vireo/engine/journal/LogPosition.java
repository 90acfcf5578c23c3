package io.vireo.engine.journal;

/**
 * A place between two records of a log, from which its changes can be read on.
 *
 * @param segment index of the segment
 * @param frame offset in the segment of the frame that the place is in; or, between two frames, of the next one
 * @param record offset in the segment of the next record; between two frames the same as {@code frame}
 * @param sequence of that frame; 0: whatever comes
 */
public record LogPosition(int segment, int frame, int record, long sequence) {
    /** Between two frames. */
    public static LogPosition before(JournalPosition frame) {
        return new LogPosition(frame.segment(), frame.offset(), frame.offset(), frame.sequence());
    }

    /** At the start of a segment. */
    public static LogPosition startOf(int segment) {
        int first = JournalDescriptor.SEGMENT_HEADER_LENGTH;
        return new LogPosition(segment, first, first, 0);
    }

    /** As one number: the later a place, the larger. */
    public long location() {
        return Location.of(segment, record);
    }
}
