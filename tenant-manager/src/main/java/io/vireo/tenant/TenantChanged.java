package io.vireo.tenant;

import java.util.UUID;

/** A tenant was created, changed, retired or restored. Published inside the transaction of the change. */
public record TenantChanged(UUID tenantId) {}
