package io.vireo.engine.journal;

/**
 * A place between two frames of a log.
 *
 * @param segment index of the segment
 * @param offset in the segment, in bytes
 * @param sequence of the frame that starts there, or will
 */
public record JournalPosition(int segment, int offset, long sequence) {
    /** Where every log starts. */
    public static final JournalPosition START = new JournalPosition(0, JournalDescriptor.SEGMENT_HEADER_LENGTH, 1);
}
