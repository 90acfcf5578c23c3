package io.vireo.engine.checkpoint;

/**
 * Whose checkpoint it is, and from where the journal is to be replayed on top of it.
 *
 * @param reactorIndex whose partitions it holds
 * @param reactorCount of the engine
 * @param partitionCount of the engine
 * @param logId of the reactor's journal
 * @param number of the checkpoint, one more at each
 * @param segment of the journal where the replay starts
 * @param offset in that segment, in bytes
 * @param sequence of the first frame to be replayed
 */
public record CheckpointHeader(
        int reactorIndex,
        int reactorCount,
        int partitionCount,
        long logId,
        long number,
        int segment,
        int offset,
        long sequence) {}
