package io.vireo.controlplane.node;

import java.util.List;
import java.util.UUID;

/**
 * A node's snapshot was computed. Published inside the transaction that stores it, also when it equals the one before.
 *
 * @param version of the snapshot
 * @param functions the versions of functions that it holds
 */
public record SnapshotComputed(long version, List<DeployedVersion> functions) {
    /** A version of a function in a snapshot. */
    public record DeployedVersion(UUID functionId, int version) {}
}
