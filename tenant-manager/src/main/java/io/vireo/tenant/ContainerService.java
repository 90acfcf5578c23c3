package io.vireo.tenant;

import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import java.util.List;
import java.util.UUID;

/** Creates, shows and retires the containers of a tenant. */
public interface ContainerService {
    /**
     * Creates a container with a number that no other ever has.
     *
     * @throws TenantException {@code NAME_TAKEN}; {@code INVALID_FIELD}; {@code TENANT_RETIRED}; {@code TOO_MANY_CONTAINERS}
     */
    ContainerSummary create(UUID tenantId, CreateContainer command);

    /** Containers of a tenant, retired ones included, sorted by {@code name} or {@code createdAt}. */
    List<ContainerSummary> page(UUID tenantId, PageQuery query);

    /** How many of them the filter leaves. */
    long count(UUID tenantId, String filter);

    /** Live containers of a tenant, by name. */
    CursorPage<ContainerSummary> list(UUID tenantId, CursorQuery query);

    /** Retired containers of a tenant that can be restored still, by number. */
    CursorPage<ContainerSummary> listRetired(UUID tenantId, CursorQuery query);

    /**
     * The live container of this name.
     *
     * @throws TenantException {@code CONTAINER_NOT_FOUND}
     */
    ContainerSummary find(UUID tenantId, String name);

    /**
     * Chooses when writes to a container are acknowledged, from the next configuration of its nodes on. Functions that are bound to it go on as they are until their
     * next deployment.
     *
     * @throws TenantException {@code CONTAINER_NOT_FOUND}
     */
    ContainerSummary changeDurability(UUID tenantId, String name, Durability durability);

    /**
     * Takes a container out of service. It can be restored for seven days; another may take its name meanwhile.
     *
     * @throws TenantException {@code CONTAINER_NOT_FOUND}
     */
    ContainerSummary retire(UUID tenantId, String name);

    /**
     * Takes a retired container back.
     *
     * @param containerId number of the container: a name may have been used again
     * @throws TenantException {@code CONTAINER_NOT_FOUND}; {@code NOT_RESTORABLE} if the seven days are over; {@code NAME_TAKEN}
     */
    ContainerSummary restore(UUID tenantId, long containerId);
}
