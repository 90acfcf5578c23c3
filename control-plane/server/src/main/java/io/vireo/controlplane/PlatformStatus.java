package io.vireo.controlplane;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The state of the platform as the current principal may see it.
 *
 * @param state worst of what follows
 * @param version of the product
 * @param nodes number of nodes by state; only states that occur
 * @param processes of all nodes, empty without {@code node:Read}
 * @param tenants that the principal may see, at most 100, by name
 * @param tenantCount of all that the principal may see
 * @param functions number of functions by state, over those tenants; only states that occur
 * @param attention what needs a person, worst first
 */
public record PlatformStatus(
        State state,
        String version,
        Map<NodeState, Integer> nodes,
        List<NodeProcess> processes,
        List<TenantStatus> tenants,
        long tenantCount,
        Map<FunctionState, Integer> functions,
        List<Attention> attention) {
    /** Copies the collections. */
    public PlatformStatus {
        nodes = Map.copyOf(nodes);
        processes = List.copyOf(processes);
        tenants = List.copyOf(tenants);
        functions = Map.copyOf(functions);
        attention = List.copyOf(attention);
    }

    /** How the platform does. */
    public enum State {
        /** All as wanted. */
        READY,
        /** Something starts or converges. */
        STARTING,
        /** Something is not as wanted. */
        DEGRADED
    }

    /** A process and the node that it runs on. */
    public record NodeProcess(String node, NodeDetail.Process process) {}

    /**
     * A tenant and where it is reached.
     *
     * @param endpoints by kind: {@code native}, {@code functions}
     */
    public record TenantStatus(UUID id, String name, Map<String, String> endpoints) {}

    /**
     * Something that needs a person.
     *
     * @param isError otherwise a warning
     * @param text one sentence
     * @param kind of what it is about: {@code node} or {@code function}
     * @param tenant name; empty: the platform
     * @param name of the node or function
     */
    public record Attention(boolean isError, String text, String kind, String tenant, String name) {}
}
