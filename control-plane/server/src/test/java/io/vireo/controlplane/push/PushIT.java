package io.vireo.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeState;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.tenant.CreateTenant;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ControlPlaneTest
class PushIT {
    @Autowired
    AgentServer server;

    @Autowired
    CertificateAuthority authority;

    @Autowired
    NodeService nodes;

    @Autowired
    TenantService tenants;

    @Autowired
    PrincipalHolder principals;

    @Test
    void pushesTheSnapshotOfANewNodeAndKnowsWhatItApplied() throws Exception {
        String name = "n-" + UUID.randomUUID().toString().substring(0, 8);
        String token = principals
                .callAs(Principal.machine(), () -> nodes.issueJoinToken(name))
                .token();
        try (ScriptedAgent agent = new ScriptedAgent(server.port(), authority.certificate())) {
            agent.enrol(token, name);
            agent.connect();
            SnapshotPush push = agent.push();
            agent.acknowledge(push);
            agent.report();
            TenantSummary tenant = principals.callAs(
                    Principal.machine(),
                    () -> tenants.create(CreateTenant.named(
                            "t" + UUID.randomUUID().toString().substring(0, 8))));
            agent.acknowledgeUntil(snapshot -> snapshot.getTenantsList().stream()
                    .anyMatch(it -> it.getId().equals(tenant.id().toString())));
            assertThat(principals
                            .callAs(Principal.machine(), () -> nodes.find(name))
                            .summary()
                            .state())
                    .isEqualTo(NodeState.CONNECTED);
        }
    }
}
