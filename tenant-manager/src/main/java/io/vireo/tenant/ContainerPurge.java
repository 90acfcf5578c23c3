package io.vireo.tenant;

import java.util.UUID;

/**
 * A container that nobody can take back any more, and whose data nodes are to delete.
 *
 * @param containerId number of the container
 */
public record ContainerPurge(UUID tenantId, long containerId) {}
