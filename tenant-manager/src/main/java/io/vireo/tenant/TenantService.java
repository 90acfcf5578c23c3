package io.vireo.tenant;

import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import java.util.List;
import java.util.UUID;

/** Creates, shows and retires tenants. A caller sees the tenants that they hold a role in. */
public interface TenantService {
    /**
     * Creates a live tenant with an address of its own.
     *
     * @throws TenantException {@code NAME_TAKEN}; {@code INVALID_FIELD}; {@code NO_ADDRESS_LEFT}
     */
    TenantSummary create(CreateTenant command);

    /** Tenants that the caller may see, retired ones included, sorted by {@code name}, {@code createdAt} or {@code state}. */
    List<TenantSummary> page(PageQuery query);

    /** How many of them the filter leaves. */
    long count(String filter);

    /** Live tenants that the caller may see, by name. */
    CursorPage<TenantSummary> list(CursorQuery query);

    /**
     * The live or retired tenant of this name.
     *
     * @throws io.vireo.identity.IdentityException {@code TENANT_NOT_FOUND} if there is none that the caller may see
     */
    TenantSummary find(String name);

    /**
     * The tenant of this id.
     *
     * @throws io.vireo.identity.IdentityException {@code TENANT_NOT_FOUND} if there is none that the caller may see
     */
    TenantSummary find(UUID tenantId);

    /**
     * Stops a tenant: it leaves every node's configuration at once and its keys stop working. It can be restored for seven days;
     * its name stays taken meanwhile.
     *
     * @throws TenantException {@code DEFAULT_TENANT} for the tenant that every installation has
     */
    TenantSummary retire(UUID tenantId);

    /**
     * Takes a retired tenant back.
     *
     * @throws TenantException {@code NOT_RESTORABLE} if the seven days are over
     */
    TenantSummary restore(UUID tenantId);

    /** Every live tenant with its live containers, by id: for the computation of snapshots only. */
    List<TenantConfiguration> configurations();

    /**
     * Containers that nobody can take back any more and that still have data somewhere, a bounded number at a time: for the computation of
     * snapshots only.
     */
    List<ContainerPurge> purges();

    /**
     * Notes that no node holds any data of a container. Changes nothing if that is known, or if it can be taken back. For reports of nodes
     * only.
     *
     * @param deletedItems on all nodes
     */
    void purged(long containerId, long deletedItems);
}
