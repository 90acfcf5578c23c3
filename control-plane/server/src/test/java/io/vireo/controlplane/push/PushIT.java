package io.vireo.controlplane.push;

import static io.vireo.controlplane.push.Scene.name;
import static io.vireo.controlplane.push.ScriptedAgent.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.NodeDetail;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeState;
import io.vireo.controlplane.NodeSummary;
import io.vireo.controlplane.Waiting;
import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.v1.Ack;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.ContainerPurge;
import io.vireo.controlplane.api.v1.EngineStatus;
import io.vireo.controlplane.api.v1.KeyUse;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.PurgeStatus;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.api.v1.Tenant;
import io.vireo.identity.AccessKeyService;
import io.vireo.identity.CreateAccessKey;
import io.vireo.identity.PageQuery;
import io.vireo.identity.ScopedTransactions;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.CreateContainer;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Streams of agents that do what the test says, over the real wire. */
@ControlPlaneTest
class PushIT {
    @Autowired
    Scene scene;

    @Autowired
    AgentServer server;

    @Autowired
    NodeService nodes;

    @Autowired
    TenantService tenants;

    @Autowired
    ContainerService containers;

    @Autowired
    AccessKeyService keys;

    @Autowired
    ScopedTransactions transactions;

    @Autowired
    JdbcClient database;

    @Test
    void pushesTheSnapshotOfANewNodeAndKnowsWhatItApplied() throws Exception {
        TenantSummary tenant = scene.tenant();
        String node = name("n");
        try (ScriptedAgent agent = scene.enrolledAgent(node)) {
            agent.connect();
            SnapshotPush push = agent.push();
            assertThat(EncodedSnapshot.of(push).decode().getNodeId()).isEqualTo(agent.nodeId);
            assertThat(snapshot(push).getTenantsList())
                    .filteredOn(it -> it.getId().equals(tenant.id().toString()))
                    .first()
                    .satisfies(it -> assertThat(it.getListenAddress()).isEqualTo(tenant.address()))
                    .satisfies(it -> assertThat(it.getSystemContainer()).isPositive())
                    .satisfies(it -> assertThat(it.getContainersList())
                            .extracting(container -> container.getName())
                            .containsExactly("data"))
                    .satisfies(it -> assertThat(it.getVerificationKeysCount()).isPositive());

            agent.acknowledge(push);
            agent.report();

            NodeSummary summary =
                    Waiting.until(() -> find(node).summary(), it -> it.appliedVersion() == push.getVersion());
            assertThat(summary.state()).isEqualTo(NodeState.CONNECTED);
            assertThat(summary.wantedVersion()).isEqualTo(push.getVersion());
            assertThat(summary.build()).isEqualTo("test-1");
            NodeDetail detail =
                    Waiting.until(() -> find(node), it -> !it.processes().isEmpty());
            assertThat(detail.processes()).extracting(NodeDetail.Process::name).containsExactly("engine");
            assertThat(detail.wantedHash()).isEqualTo(detail.appliedHash()).hasSize(64);
        }
    }

    @Test
    void pushesNothingToANodeThatRunsWhatItShould() throws Exception {
        try (ScriptedAgent agent = scene.servingAgent()) {
            agent.disconnect();

            agent.connect();

            assertThat(agent.isQuiet()).isTrue();
        }
    }

    @Test
    void aNodeCatchesUpWithWhatChangedWhileItWasAway() throws Exception {
        try (ScriptedAgent agent = scene.servingAgent()) {
            agent.disconnect();
            TenantSummary tenant = scene.tenant();

            agent.connect();

            assertThat(snapshot(agent.push()).getTenantsList())
                    .extracting(Tenant::getId)
                    .contains(tenant.id().toString());
        }
    }

    @Test
    void pushesWhenATenantComesChangesAndGoes() throws Exception {
        try (ScriptedAgent agent = scene.servingAgent()) {
            TenantSummary tenant = scene.tenant();
            agent.acknowledgeUntil(it -> names(it, tenant).contains(tenant.name()));
            scene.asMachine(() -> containers.create(tenant.id(), new CreateContainer("more")));
            agent.acknowledgeUntil(it -> it.getTenantsList().stream()
                    .flatMap(each -> each.getContainersList().stream())
                    .anyMatch(container -> container.getName().equals("more")));

            scene.asMachine(() -> tenants.retire(tenant.id()));

            agent.acknowledgeUntil(it -> names(it, tenant).isEmpty());
        }
    }

    @Test
    void keepsOnePushUnansweredAndLetsNewerOnesFallTogether() throws Exception {
        try (ScriptedAgent agent = scene.servingAgent()) {
            TenantSummary first = scene.tenant();
            SnapshotPush unanswered = agent.push();
            for (int i = 0; i < 5; i++) {
                int number = i;
                scene.asMachine(() -> containers.create(first.id(), new CreateContainer("c-" + number)));
                assertThat(agent.isQuiet())
                        .as("no second push before the answer")
                        .isTrue();
            }

            agent.acknowledge(unanswered);
            SnapshotPush next = agent.push();

            assertThat(snapshot(next).getTenantsList())
                    .filteredOn(it -> it.getId().equals(first.id().toString()))
                    .first()
                    .satisfies(it -> assertThat(it.getContainersList()).hasSize(6));
            agent.acknowledge(next);
            assertThat(agent.isQuiet()).isTrue();
        }
    }

    @Test
    void changesThatComeTogetherAreOnePush() throws Exception {
        try (ScriptedAgent agent = scene.servingAgent()) {
            TenantSummary tenant = scene.tenant();
            agent.acknowledgeUntil(it -> !names(it, tenant).isEmpty());

            scene.asMachine(() -> {
                for (int i = 0; i < 5; i++) {
                    containers.create(tenant.id(), new CreateContainer("burst-" + i));
                }
                return true;
            });

            SnapshotPush push = agent.push();
            assertThat(snapshot(push).getTenantsList())
                    .filteredOn(it -> it.getId().equals(tenant.id().toString()))
                    .first()
                    .satisfies(it -> assertThat(it.getContainersList()).hasSize(6));
            agent.acknowledge(push);
            assertThat(agent.isQuiet()).isTrue();
        }
    }

    @Test
    void showsARefusalAndDoesNotRepeatWhatWasRefused() throws Exception {
        String node = name("n");
        try (ScriptedAgent agent = scene.enrolledAgent(node)) {
            agent.connect();
            SnapshotPush push = agent.push();

            agent.refuse(push, "tenants[0].listen_address", "cannot be listened on");

            NodeSummary summary = Waiting.until(() -> find(node).summary(), it -> it.refusedVersion() != 0);
            assertThat(summary.refusal()).isEqualTo("tenants[0].listen_address: cannot be listened on");
            assertThat(summary.refusedVersion()).isEqualTo(push.getVersion()).isEqualTo(summary.wantedVersion());
            assertThat(summary.appliedVersion()).isZero();
            assertThat(agent.isQuiet()).isTrue();
            agent.disconnect();
            agent.connect();
            assertThat(agent.isQuiet())
                    .as("the same agent process is not asked again")
                    .isTrue();

            scene.tenant();
            SnapshotPush newer = agent.push();

            assertThat(newer.getVersion()).isGreaterThan(push.getVersion());
            agent.acknowledge(newer);
            Waiting.until(
                    () -> find(node).summary(),
                    it -> it.refusal().isEmpty() && it.appliedVersion() == newer.getVersion());
        }
    }

    @Test
    void asksAnAgentAgainThatWasStartedAnewSinceItRefused() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            agent.connect();
            SnapshotPush push = agent.push();
            agent.refuse(push, "", "out of memory");
            assertThat(agent.isQuiet()).isTrue();
            agent.disconnect();

            agent.bootId = UUID.randomUUID().toString();
            agent.connect();

            assertThat(agent.push().getVersion()).isEqualTo(push.getVersion());
        }
    }

    @Test
    void takesAnAcknowledgementOfAnEarlierStreamForWhatItIs() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            agent.connect();
            SnapshotPush lost = agent.push();
            agent.disconnect();
            agent.connect();
            SnapshotPush push = agent.push();
            assertThat(push.getNonce()).isNotEqualTo(lost.getNonce());

            agent.acknowledge(lost);

            assertThat(agent.isQuiet())
                    .as("the stream goes on, the push stays unanswered")
                    .isTrue();
            agent.acknowledge(push);
            scene.tenant();
            assertThat(agent.push().getVersion()).isGreaterThan(push.getVersion());
        }
    }

    @Test
    void takesAnAcknowledgementOfOtherBytesAsARefusal() throws Exception {
        String node = name("n");
        try (ScriptedAgent agent = scene.enrolledAgent(node)) {
            agent.connect();
            SnapshotPush push = agent.push();

            agent.send(AgentMessage.newBuilder()
                    .setAck(Ack.newBuilder()
                            .setVersion(push.getVersion())
                            .setNonce(push.getNonce())
                            .setHash(ByteString.copyFromUtf8("another")))
                    .build());

            NodeSummary summary = Waiting.until(() -> find(node).summary(), it -> it.refusedVersion() != 0);
            assertThat(summary.refusal()).contains("another version or hash than it was sent");
        }
    }

    @Test
    void endsTheEarlierStreamOfANodeThatConnectsTwice() throws Exception {
        String node = name("n");
        try (ScriptedAgent agent = scene.enrolledAgent(node);
                ScriptedAgent twin = scene.agent()) {
            agent.connect();
            agent.push();
            twin.becomes(agent);

            twin.connect();
            twin.push();

            assertThat(agent.end().getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(Waiting.until(() -> find(node).summary(), it -> it.state() == NodeState.CONNECTED)
                            .connectedSince())
                    .isNotNull();
        }
    }

    @Test
    void wantsHelloFirst() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"))) {
            agent.open();
            agent.report();

            assertThat(agent.end().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        }
    }

    @Test
    void refusesAHelloInAnothersName() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(name("n"));
                ScriptedAgent other = scene.enrolledAgent(name("n"))) {
            agent.connect(other.nodeId);

            assertThat(agent.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void aRestartedServerTakesTheAgentBackWhereItWas() throws Exception {
        try (ScriptedAgent agent = scene.servingAgent()) {
            server.stop();
            assertThat(agent.message().getRefusal().getRetryAfterMs()).isPositive();
            assertThat(agent.end().isOk()).isTrue();
            agent.disconnect();
            TenantSummary tenant = scene.tenant();

            server.start();
            agent.movesTo(server.port());
            agent.connect();

            assertThat(names(snapshot(agent.push()), tenant)).contains(tenant.name());
        }
    }

    @Test
    void aNodeThatIsRevokedLosesItsStreamAndComesNotBack() throws Exception {
        String node = name("n");
        try (ScriptedAgent agent = scene.enrolledAgent(node)) {
            agent.connect();
            agent.push();

            scene.asMachine(() -> {
                nodes.revoke(node);
                return true;
            });

            assertThat(agent.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            agent.disconnect();
            agent.connect();
            assertThat(agent.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(find(node).summary().state()).isEqualTo(NodeState.REVOKED);
        }
    }

    @Test
    void whatANodeSaysOfKeysIsShownBesideThem() throws Exception {
        TenantSummary tenant = scene.tenant();
        try (ScriptedAgent agent = scene.servingAgent()) {
            String key = scene.asMachine(() -> keys.create(tenant.id(), CreateAccessKey.named("used")))
                    .accessKeyId();
            agent.acknowledgeUntil(it -> it.getTenantsList().stream()
                    .flatMap(each -> each.getAccessKeysList().stream())
                    .anyMatch(each -> each.getId().equals(key)));
            agent.send(AgentMessage.newBuilder()
                    .setStatus(NodeStatus.newBuilder()
                            .addKeyUses(KeyUse.newBuilder()
                                    .setAccessKeyId("unknown")
                                    .setUnixSeconds(1_700_000_000))
                            .addKeyUses(KeyUse.newBuilder().setAccessKeyId(key).setUnixSeconds(1_700_000_000)))
                    .build());

            assertThat(Waiting.until(
                                    () -> scene.asMachine(() -> keys.page(tenant.id(), PageQuery.of(0, 10)))
                                            .getFirst(),
                                    it -> it.lastUsedAt() != null)
                            .lastUsedAt())
                    .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        }
    }

    @Test
    void whatNobodyCanTakeBackIsPurgedByEveryNodeAndThenForgotten() throws Exception {
        TenantSummary tenant = scene.tenant();
        try (ScriptedAgent agent = scene.servingAgent()) {
            scene.asMachine(() -> tenants.retire(tenant.id()));
            transactions.inPlatform(() -> database.sql("update tenant set restorable_until = retired_at where id = ?")
                    .param(tenant.id())
                    .update());
            transactions.inPlatform(() -> database.sql("update node set revoked_at = now() where id <> ?")
                    .param(UUID.fromString(agent.nodeId))
                    .update()); // those of other tests, which say nothing any more
            scene.tenant(); // so that snapshots are computed anew

            List<ContainerPurge> purges = purgesOf(
                    tenant, agent.acknowledgeUntil(it -> !purgesOf(tenant, it).isEmpty()));
            assertThat(purges).hasSize(2);
            agent.send(progress(purges, 3, false));
            String node = transactions.readInPlatform(() -> database.sql("select name from node where id = ?")
                    .param(UUID.fromString(agent.nodeId))
                    .query(String.class)
                    .single());
            NodeDetail detail =
                    Waiting.until(() -> find(node), it -> !it.purges().isEmpty());
            assertThat(detail.purges())
                    .extracting(purge -> purge.tenant() + " " + purge.deletedItems() + " " + purge.done())
                    .contains(tenant.name() + " 3 false");
            assertThat(detail.engine()).isNotNull();
            assertThat(detail.engine().diskAccess()).isEqualTo("io_uring");
            assertThat(detail.engine().indexBytes()).isEqualTo(7);
            agent.send(progress(purges, 5, true));

            agent.acknowledgeUntil(it -> purgesOf(tenant, it).isEmpty());
        }
    }

    private static AgentMessage progress(List<ContainerPurge> purges, int deletedItems, boolean isDone) {
        return AgentMessage.newBuilder()
                .setStatus(NodeStatus.newBuilder()
                        .setEngine(EngineStatus.newBuilder()
                                .setDiskAccess("io_uring")
                                .setIndexBytes(7))
                        .addAllPurges(purges.stream()
                                .map(purge -> PurgeStatus.newBuilder()
                                        .setContainer(purge.getContainer())
                                        .setDeletedItems(deletedItems)
                                        .setDone(isDone)
                                        .build())
                                .toList()))
                .build();
    }

    private static List<ContainerPurge> purgesOf(TenantSummary tenant, Snapshot snapshot) {
        return snapshot.getPurgesList().stream()
                .filter(purge -> purge.getTenantId().equals(tenant.id().toString()))
                .toList();
    }

    @Test
    void equalStatesHaveEqualBytesOnEveryNode() throws Exception {
        scene.tenant();
        try (ScriptedAgent one = scene.enrolledAgent(name("n"));
                ScriptedAgent two = scene.enrolledAgent(name("n"))) {
            one.connect();
            two.connect();

            assertThat(snapshot(one.push()).toBuilder().clearNodeId().build())
                    .isEqualTo(snapshot(two.push()).toBuilder().clearNodeId().build());
        }
    }

    private static List<String> names(Snapshot snapshot, TenantSummary tenant) {
        return snapshot.getTenantsList().stream()
                .filter(it -> it.getId().equals(tenant.id().toString()))
                .map(Tenant::getName)
                .toList();
    }

    private NodeDetail find(String node) {
        return scene.asMachine(() -> nodes.find(node));
    }
}
