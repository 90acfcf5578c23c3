package io.vireo.client;

import java.util.List;

/**
 * Changes of a partition, oldest first.
 *
 * @param changes may be empty although there are more
 * @param nextPosition where to read on
 * @param isAtEnd whether there was no more
 * @param behindBytes of the log, with changes of all partitions of a reactor, between {@code nextPosition} and its end
 * @param partitionCount of the engine
 */
public record ChangePage(
        List<ItemChange> changes, byte[] nextPosition, boolean isAtEnd, long behindBytes, int partitionCount) {}
