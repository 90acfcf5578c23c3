package io.vireo.identity;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Names of tenants, for the API, which speaks of tenants by name. Implemented by the module that keeps tenants; it decides
 * nothing, so it asks for no right.
 */
public interface TenantDirectory {
    /** The tenant of this name. */
    Optional<UUID> idOf(String name);

    /** Names of tenants by id; ids without a tenant are left out. */
    Map<UUID, String> namesOf(Collection<UUID> tenantIds);
}
