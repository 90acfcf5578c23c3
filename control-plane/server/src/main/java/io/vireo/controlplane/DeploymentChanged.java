package io.vireo.controlplane;

import java.util.UUID;

/** A deployment moved on. Published inside the transaction of the change. */
public record DeploymentChanged(UUID tenantId, String function, UUID deploymentId, DeploymentState state) {}
