package io.vireo.controlplane.push;

import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.CreateContainer;
import io.vireo.tenant.CreateTenant;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Sets the scene of a test: tenants, nodes and people with names of their own, in the application that tests share. */
@Component
public class Scene {
    public static final FunctionFiles HELLO =
            FunctionFiles.ofText(Map.of("main.py", "def handler(context, event):\n    return 'hello'\n"));

    private final PrincipalHolder principals;
    private final TenantService tenants;
    private final ContainerService containers;
    private final NodeService nodes;
    private final FunctionService functions;
    private final CertificateAuthority authority;
    private final AgentServer server;

    Scene(
            PrincipalHolder principals,
            TenantService tenants,
            ContainerService containers,
            NodeService nodes,
            FunctionService functions,
            CertificateAuthority authority,
            AgentServer server) {
        this.principals = principals;
        this.tenants = tenants;
        this.containers = containers;
        this.nodes = nodes;
        this.functions = functions;
        this.authority = authority;
        this.server = server;
    }

    /** A name that nothing else has. */
    public static String name(String prefix) {
        return prefix + UUID.randomUUID().toString().substring(0, 12);
    }

    /** Acts as the administrator of the machine. */
    public <T> T asMachine(Supplier<T> act) {
        return principals.callAs(Principal.machine(), act);
    }

    /** Acts as a person who holds one role in one tenant. */
    public <T> T as(Role role, UUID tenantId, Supplier<T> act) {
        return principals.callAs(person(role, tenantId), act);
    }

    public static Principal person(Role role, UUID tenantId) {
        return new Principal(
                Principal.Kind.PERSON,
                UUID.randomUUID(),
                "person-" + role.wireName(),
                Set.of(RoleBinding.inTenant(role, tenantId)));
    }

    /** A tenant with a container {@code data}. */
    public TenantSummary tenant() {
        return asMachine(() -> {
            TenantSummary tenant = tenants.create(CreateTenant.named(name("t")));
            containers.create(tenant.id(), new CreateContainer("data"));
            return tenant;
        });
    }

    /** A function with one version. */
    public void functionWithVersion(UUID tenantId, String name) {
        asMachine(() -> functions.createVersion(tenantId, name, HELLO, FunctionConfiguration.DEFAULT, "first"));
    }

    /** An agent that does not know anything yet. */
    public ScriptedAgent agent() {
        return new ScriptedAgent(server.port(), authority.certificate());
    }

    /** An agent with a certificate. */
    public ScriptedAgent enrolledAgent(String nodeName) throws Exception {
        ScriptedAgent agent = agent();
        agent.enrol(joinToken(nodeName), nodeName);
        return agent;
    }

    /** An agent that is connected and runs what it should. */
    public ScriptedAgent servingAgent() throws Exception {
        ScriptedAgent agent = enrolledAgent(name("n"));
        agent.connect();
        SnapshotPush push = agent.push();
        agent.acknowledge(push);
        agent.report();
        return agent;
    }

    public String joinToken(String nodeName) {
        return asMachine(() -> nodes.issueJoinToken(nodeName)).token();
    }

    /** A function in a snapshot. */
    public static Optional<Function> function(Snapshot snapshot, UUID tenantId, String name) {
        return snapshot.getTenantsList().stream()
                .filter(tenant -> tenant.getId().equals(tenantId.toString()))
                .flatMap(tenant -> tenant.getFunctionsList().stream())
                .filter(function -> function.getName().equals(name))
                .findFirst();
    }

    /** Whether the snapshot wants this version. */
    public static boolean wants(Snapshot snapshot, UUID tenantId, String name, int version) {
        return function(snapshot, tenantId, name)
                .map(function -> function.getVersion() == version)
                .orElse(false);
    }
}
