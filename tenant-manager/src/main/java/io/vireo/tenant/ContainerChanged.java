package io.vireo.tenant;

import java.util.UUID;

/** A container was created, retired or restored. Published inside the transaction of the change. */
public record ContainerChanged(UUID tenantId, long containerId) {}
