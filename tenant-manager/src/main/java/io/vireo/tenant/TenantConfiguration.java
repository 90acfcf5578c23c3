package io.vireo.tenant;

import java.util.List;
import java.util.UUID;

/**
 * What nodes need to know of a live tenant.
 *
 * @param containers live ones, by id, without the system container
 * @param systemContainerId number of the hidden container that holds the tenant's log streams
 */
public record TenantConfiguration(
        UUID id, String name, String address, long systemContainerId, List<ContainerSummary> containers) {
    public TenantConfiguration {
        containers = List.copyOf(containers);
    }
}
