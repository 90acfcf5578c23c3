package io.vireo.controlplane.node;

import java.util.UUID;

/** A node's certificate is refused from now on. Published inside the transaction of the change. */
public record NodeRevoked(UUID nodeId) {}
