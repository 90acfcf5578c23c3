package io.vireo.controlplane.deployment;

import static io.vireo.controlplane.api.v1.FunctionState.FAILED;
import static io.vireo.controlplane.api.v1.FunctionState.FETCHING;
import static io.vireo.controlplane.api.v1.FunctionState.SERVING;
import static io.vireo.controlplane.api.v1.FunctionState.STARTING_WORKERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.Deployment.Stage;
import io.vireo.controlplane.Deployment.StageState;
import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.Waiting;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.push.Scene;
import io.vireo.controlplane.push.ScriptedAgent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Deployments driven by an agent that does what the test says, over the real wire. */
@ControlPlaneTest
class DeploymentIT {
    @Autowired
    Scene scene;

    @Autowired
    FunctionService functions;

    private UUID tenantId;

    @BeforeEach
    void newTenant() {
        tenantId = scene.tenant().id();
    }

    @Test
    void passesItsStagesAsTheNodeReportsThem() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            Deployment begun = deploy(1);
            assertThat(begun.state()).isEqualTo(DeploymentState.PENDING);
            SnapshotPush push = agent.push();
            awaitState(begun, DeploymentState.PUSHED);
            agent.acknowledge(push);
            assertThat(Scene.wants(ScriptedAgent.snapshot(push), tenantId, "hello", 1))
                    .isTrue();

            agent.report(ScriptedAgent.function(tenantId, "hello", 1, FETCHING, ""));
            awaitState(begun, DeploymentState.FETCHING);
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, STARTING_WORKERS, ""));
            awaitState(begun, DeploymentState.STARTING);
            assertThat(summary().state()).isEqualTo(FunctionState.DEPLOYING);
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, SERVING, ""));
            Deployment ended = awaitState(begun, DeploymentState.SERVING);

            assertThat(ended.stages()).extracting(Stage::state).containsOnly(StageState.DONE);
            assertThat(ended.stages())
                    .extracting(Stage::at)
                    .doesNotContainNull()
                    .isSorted();
            assertThat(ended.endedAt()).isNotNull();
            assertThat(summary())
                    .satisfies(it -> assertThat(it.state()).isEqualTo(FunctionState.SERVING))
                    .satisfies(it -> assertThat(it.liveVersion()).isEqualTo(1))
                    .satisfies(it -> assertThat(it.workersReady()).isEqualTo(1));
        }
    }

    @Test
    void showsTheTracebackOfCodeThatDoesNotStartAndGoesBackToWhatServed() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            serve(agent, 1);
            scene.functionWithVersion(tenantId, "hello");
            Deployment second = deploy(2);
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 2));

            String traceback =
                    "Traceback (most recent call last):\n  File \"main.py\", line 1\nSyntaxError: invalid syntax";
            agent.report(
                    ScriptedAgent.function(tenantId, "hello", 1, SERVING, ""),
                    ScriptedAgent.function(tenantId, "hello", 2, FAILED, traceback));

            Deployment failed = awaitState(second, DeploymentState.FAILED);
            assertThat(failed.message()).isEqualTo(traceback);
            assertThat(failed.previousVersion()).isEqualTo(1);
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, SERVING, ""));
            FunctionSummary after = Waiting.until(this::summary, it -> it.state() == FunctionState.DEGRADED);
            assertThat(after.liveVersion()).isEqualTo(1);
            assertThat(after.message())
                    .startsWith("version 2 failed, version 1 goes on serving")
                    .contains("SyntaxError");
        }
    }

    @Test
    void isNotFailedByWhatTheNodeSaidOfTheSameVersionBefore() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            Deployment first = deploy(1);
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, FAILED, "first"));
            awaitState(first, DeploymentState.FAILED);
            agent.acknowledgeUntil(
                    snapshot -> Scene.function(snapshot, tenantId, "hello").isEmpty());

            Deployment again = deploy(1);
            // An old report on its way: the node has not applied the snapshot that wants the version again.
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, FAILED, "old"));
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, SERVING, ""));

            assertThat(awaitState(again, DeploymentState.SERVING).message()).isEmpty();
        }
    }

    @Test
    void failsWithTheWordsOfANodeThatRefuses() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            Deployment begun = deploy(1);
            SnapshotPush push = agent.push();
            agent.refuse(push, "tenants[0].functions[0].handler", "no such handler");

            Deployment failed = awaitState(begun, DeploymentState.FAILED);

            assertThat(failed.message()).contains("tenants[0].functions[0].handler: no such handler");
            SnapshotPush back = agent.push();
            assertThat(Scene.function(ScriptedAgent.snapshot(back), tenantId, "hello"))
                    .isEmpty();
            agent.acknowledge(back);
            assertThat(summary().state()).isEqualTo(FunctionState.FAILED);
        }
    }

    @Test
    void failsAtItsTimeLimitWithTheReason() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            Deployment begun = deploy(1);
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, STARTING_WORKERS, ""));

            Deployment failed = awaitState(begun, DeploymentState.FAILED);

            assertThat(failed.message())
                    .startsWith("time limit passed: ")
                    .contains("still starts workers: ready=0 wanted=1");
            assertThat(failed.stages())
                    .filteredOn(stage -> stage.state() == StageState.FAILED)
                    .extracting(Stage::name)
                    .containsExactly(DeploymentState.STARTING);
        }
    }

    @Test
    void failsAtItsTimeLimitWhenNoNodeIsThere() {
        scene.functionWithVersion(tenantId, "hello");

        Deployment failed = awaitState(deploy(1), DeploymentState.FAILED);

        assertThat(failed.message()).isEqualTo("time limit passed: no node is connected");
    }

    @Test
    void endsAsSupersededWhenAnotherBegins() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            Deployment first = deploy(1);
            Deployment second = deploy(2);

            assertThat(find(first))
                    .satisfies(it -> assertThat(it.state()).isEqualTo(DeploymentState.FAILED))
                    .satisfies(it -> assertThat(it.message()).isEqualTo("superseded by a deployment of version 2"));
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 2));
            agent.report(ScriptedAgent.function(tenantId, "hello", 2, SERVING, ""));
            awaitState(second, DeploymentState.SERVING);
        }
    }

    @Test
    void rollsBackByDeployingAnOlderVersion() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            serve(agent, 2);

            serve(agent, 1);

            assertThat(summary().liveVersion()).isEqualTo(1);
            assertThat(summary().latestVersion()).isEqualTo(2);
        }
    }

    @Test
    void servesAtOnceWhenTheLiveVersionIsDeployedAgain() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            serve(agent, 1);

            awaitState(deploy(1), DeploymentState.SERVING);
        }
    }

    @Test
    void waitsForEveryConnectedNode() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent one = scene.servingAgent();
                ScriptedAgent two = scene.servingAgent()) {
            Deployment begun = deploy(1);
            one.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));
            two.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));
            one.report(ScriptedAgent.function(tenantId, "hello", 1, SERVING, ""));
            awaitState(begun, DeploymentState.STARTING);

            two.report(ScriptedAgent.function(tenantId, "hello", 1, SERVING, ""));

            awaitState(begun, DeploymentState.SERVING);
            assertThat(summary().workersReady()).isEqualTo(2);
        }
    }

    @Test
    void leavesTheSnapshotWhenTheFunctionIsDeleted() throws Exception {
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            serve(agent, 1);

            scene.asMachine(() -> {
                functions.delete(tenantId, "hello");
                return true;
            });

            agent.acknowledgeUntil(
                    snapshot -> Scene.function(snapshot, tenantId, "hello").isEmpty());
        }
    }

    @Test
    void carriesTheWholeConfigurationToTheNode() throws Exception {
        FunctionConfiguration configuration = new FunctionConfiguration(
                "main:handler",
                "python",
                3,
                1500,
                Map.of("B", "2", "A", "1"),
                List.of(new FunctionConfiguration.Binding("data", "data", "in/", true)),
                true,
                256,
                1024);
        scene.asMachine(() -> functions.createVersion(tenantId, "hello", Scene.HELLO, configuration, ""));
        try (ScriptedAgent agent = scene.servingAgent()) {
            deploy(1);

            var function = Scene.function(
                            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1)),
                            tenantId,
                            "hello")
                    .orElseThrow();

            assertThat(function.getWorkers()).isEqualTo(3);
            assertThat(function.getEventTimeoutMs()).isEqualTo(1500);
            assertThat(function.getEnvironmentMap()).containsOnly(Map.entry("A", "1"), Map.entry("B", "2"));
            assertThat(function.getBindings(0).getContainer()).isPositive();
            assertThat(function.getBindings(0).getPrefix()).isEqualTo("in/");
            assertThat(function.getBindings(0).getWritable()).isTrue();
            assertThat(function.getOpen()).isTrue();
            assertThat(function.getMemoryMib()).isEqualTo(256);
            assertThat(function.getMaxRequestBodyBytes()).isEqualTo(1024);
            assertThat(agent.fetch(function.getCodeSha256())).isEqualTo(Scene.HELLO.toArchive());
        }
    }

    private void serve(ScriptedAgent agent, int version) throws Exception {
        Deployment begun = deploy(version);
        agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", version));
        agent.report(ScriptedAgent.function(tenantId, "hello", version, SERVING, ""));
        awaitState(begun, DeploymentState.SERVING);
    }

    private Deployment deploy(int version) {
        return scene.asMachine(() -> functions.deploy(tenantId, "hello", version));
    }

    private Deployment find(Deployment deployment) {
        return scene.asMachine(() -> functions.deployment(tenantId, "hello", deployment.id()));
    }

    private FunctionSummary summary() {
        return scene.asMachine(() -> functions.find(tenantId, "hello")).summary();
    }

    private Deployment awaitState(Deployment deployment, DeploymentState state) {
        return Waiting.until(() -> find(deployment), it -> it.state() == state);
    }
}
