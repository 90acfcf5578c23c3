package io.vireo.engine.partition;

import java.util.List;

/**
 * What of a partition is not in its index.
 *
 * @param partition its number
 * @param lastTimeNs that a write had
 * @param lastInode that an item got
 * @param orphans inodes of deleted shards whose blocks are still there
 */
public record PartitionState(int partition, long lastTimeNs, long lastInode, List<Long> orphans) {}
