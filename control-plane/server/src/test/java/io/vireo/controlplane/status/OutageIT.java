package io.vireo.controlplane.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.Caller;
import io.vireo.controlplane.Caller.Answer;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.TestInstallation;
import io.vireo.controlplane.Waiting;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.push.Scene;
import io.vireo.controlplane.push.ScriptedAgent;
import io.vireo.tenant.TenantSummary;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The database goes away under the running application, and comes back. */
@ControlPlaneTest
class OutageIT {
    @Autowired
    Scene scene;

    @Autowired
    FunctionService functions;

    @LocalServerPort
    int port;

    @AfterEach
    void mend() {
        TestInstallation.link().mend();
    }

    @Test
    void theApiSaysSoAndRecoversByItself() throws Exception {
        Caller machine = new Caller(port, TestInstallation.MACHINE_TOKEN);
        String functionsPath = "/api/v1/tenants/" + scene.tenant().name() + "/functions";
        assertThat(machine.get(functionsPath).status()).isEqualTo(200);

        TestInstallation.link().cut();
        Answer refused = machine.get(functionsPath);
        Answer health = new Caller(port, null).get("/api/v1/health");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("database-unavailable");
        assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body().path("missing").path(0).asString()).isEqualTo("database");
        TestInstallation.link().mend();
        Waiting.until(() -> status(machine, functionsPath), status -> status == 200);
        assertThat(new Caller(port, null)
                        .get("/api/v1/health")
                        .body()
                        .path("state")
                        .asString())
                .isEqualTo("ready");
    }

    @Test
    void aConnectedAgentStaysAndADeploymentGoesOnAfterwards() throws Exception {
        TenantSummary tenant = scene.tenant();
        UUID tenantId = tenant.id();
        scene.functionWithVersion(tenantId, "hello");
        try (ScriptedAgent agent = scene.servingAgent()) {
            Deployment begun = scene.asMachine(() -> functions.deploy(tenantId, "hello", 1));
            agent.acknowledgeUntil(snapshot -> Scene.wants(snapshot, tenantId, "hello", 1));

            TestInstallation.link().cut();
            agent.report(ScriptedAgent.function(tenantId, "hello", 1, FunctionState.SERVING, ""));
            assertThat(agent.isQuiet()).as("the stream stays open").isTrue();
            TestInstallation.link().mend();

            Deployment ended = Waiting.until(
                    () -> {
                        // An agent reports every few seconds, whether anything changed or not.
                        agent.report(ScriptedAgent.function(tenantId, "hello", 1, FunctionState.SERVING, ""));
                        return deployment(tenantId, begun);
                    },
                    it -> it != null && it.state().isEnd());
            assertThat(ended.state()).isEqualTo(DeploymentState.SERVING);
        }
    }

    @Test
    void anAgentThatComesMeanwhileIsAskedToComeBack() throws Exception {
        try (ScriptedAgent agent = scene.enrolledAgent(Scene.name("n"))) {
            TestInstallation.link().cut();
            agent.connect();
            assertThat(agent.end().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
            agent.disconnect();

            TestInstallation.link().mend();

            Waiting.until(
                    () -> {
                        try {
                            agent.disconnect();
                            agent.connect();
                            return agent.message() != null;
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    isPushed -> isPushed);
        }
    }

    private Deployment deployment(UUID tenantId, Deployment begun) {
        try {
            return scene.asMachine(() -> functions.deployment(tenantId, "hello", begun.id()));
        } catch (RuntimeException e) {
            return null; // not back yet
        }
    }

    private static int status(Caller caller, String path) {
        try {
            return caller.get(path).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
