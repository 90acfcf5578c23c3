package io.vireo.engine.journal;

import io.vireo.engine.Limits;

/**
 * What a log is made for; kept in every segment and compared at start.
 *
 * @param reactorIndex whose log it is
 * @param reactorCount of the engine
 * @param partitionCount of the engine
 * @param segmentLength of each new segment, in bytes
 */
public record JournalConfig(int reactorIndex, int reactorCount, int partitionCount, long segmentLength) {
    /** Checks ranges. */
    public JournalConfig {
        if (segmentLength < Limits.SEGMENT_LENGTH_MIN || segmentLength > Limits.SEGMENT_LENGTH_MAX) {
            throw new IllegalArgumentException("segment length is out of range: segmentBytes=" + segmentLength + " min="
                    + Limits.SEGMENT_LENGTH_MIN + " max=" + Limits.SEGMENT_LENGTH_MAX);
        }
        if (segmentLength % 8 != 0) {
            throw new IllegalArgumentException("segment length is not a multiple of 8: segmentBytes=" + segmentLength);
        }
    }
}
