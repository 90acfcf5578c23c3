package io.vireo.controlplane.node;

import java.util.UUID;

/**
 * A node was sent a snapshot, answered one, came, left, or reported other functions than before: what deployments wait
 * for. Published inside the transaction that stores it.
 */
public record NodeProgressed(UUID nodeId) {}
