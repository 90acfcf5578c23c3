package io.vireo.controlplane;

import java.util.UUID;

/** A deployment moved on. Published after commit. */
public record DeploymentChanged(UUID tenantId, String function, UUID deploymentId, DeploymentState state) {}
