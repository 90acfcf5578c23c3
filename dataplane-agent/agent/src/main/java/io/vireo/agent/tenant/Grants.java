package io.vireo.agent.tenant;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Durability;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.Tenant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tokens that open channels to the engine, in Base64. */
final class Grants {
    private static final Set<Action> ALL = EnumSet.allOf(Action.class);
    private static final Set<Action> READING = EnumSet.of(Action.READ, Action.LIST);

    private final GrantSigner signer;

    Grants(GrantSigner signer) {
        this.signer = signer;
    }

    /** For a tenant's gateway: all of its containers and the one that holds its logs. */
    String ofGateway(Tenant tenant) {
        List<Scope> scopes = new ArrayList<>();
        for (Container container : tenant.getContainersList()) {
            scopes.add(new Scope(container.getId(), "", ALL, durability(container)));
        }
        if (tenant.getSystemContainer() != 0) {
            scopes.add(new Scope(tenant.getSystemContainer(), "", ALL));
        }
        return sign(tenant.getId(), scopes);
    }

    /**
     * For a worker: its function's bindings and nothing else.
     *
     * @param bindings as the tenant process asks for; only those that the function is configured with are granted
     */
    String ofWorker(Tenant tenant, String function, JsonNode bindings) {
        Map<Long, Durability> containers = new HashMap<>();
        tenant.getContainersList().forEach(container -> containers.put(container.getId(), durability(container)));
        List<Scope> scopes = new ArrayList<>();
        for (JsonNode binding : bindings) {
            long container = binding.path("container").asLong();
            @Nullable Durability durability = containers.get(container);
            if (durability == null) {
                throw new IllegalArgumentException("a binding is not to a container of the tenant: function=" + function
                        + " container=" + container);
            }
            boolean writable = binding.path("writable").asBoolean(false);
            String prefix = binding.path("prefix").asString("").replaceAll("^/+|/+$", "");
            scopes.add(new Scope(container, prefix, writable ? ALL : READING, durability));
        }
        return sign(tenant.getId(), scopes);
    }

    private static Durability durability(Container container) {
        return container.getDurability() == io.vireo.controlplane.api.v1.Durability.DURABILITY_INTERVAL
                ? Durability.INTERVAL
                : Durability.FSYNC;
    }

    private String sign(String tenantId, List<Scope> scopes) {
        return Base64.getEncoder().encodeToString(signer.sign(new Grant(tenantId, scopes, 0)));
    }
}
