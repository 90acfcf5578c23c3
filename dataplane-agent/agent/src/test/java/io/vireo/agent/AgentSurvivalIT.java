package io.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.api.v1.AgentMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the agent lives through: its own death, that of others, and a control plane that is away. */
class AgentSurvivalIT extends AgentScene {
    @Nested
    class Survival {
        @Test
        void adoptsEverythingAfterItWasKilled() throws Exception {
            controlPlane.awaitHello();
            controlPlane.push(1, snapshot(withFunction(archive("main.py", "x"))));
            controlPlane.awaitAnswer();
            awaitTrue(() -> pid("worker-default-hello-1") > 0);
            Map<String, Long> before = livingPids();

            killAgent();
            assertThat(livingPids()).isEqualTo(before);
            startAgent();

            AgentMessage hello = controlPlane.awaitHello();
            assertThat(hello.getHello().getAppliedVersion()).isEqualTo(1);
            awaitStatus(status -> isReady(status, "engine")
                    && isReady(status, "gateway-default")
                    && isReady(status, "worker-default-hello-1"));
            assertThat(livingPids()).isEqualTo(before);
            ProcessHandle.of(pid("worker-default-hello-1")).orElseThrow().destroyForcibly();
            awaitTrue(() -> lastHeard("default", "workerExited").contains("hello-1"));
        }

        @Test
        void startsFromTheLastKnownGoodWithoutAControlPlane() throws Exception {
            applyTwoTenants();
            killAgent();
            livingPids()
                    .values()
                    .forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
            controlPlane.stop();

            startAgent();

            awaitTrue(() ->
                    statusFile().path("pid").asLong() == agent.orElseThrow().pid()
                            && statusFile().path("state").asString().equals("ready"));
            assertThat(pid("gateway-default")).isPositive();
            assertThat(pid("gateway-other")).isPositive();
            controlPlane.received.clear();
            controlPlane.restart();
            assertThat(controlPlane.awaitHello().getHello().getAppliedVersion()).isEqualTo(1);
        }

        @Test
        void fallsBackToTheOneBeforeWhenTheLastKnownGoodIsDamaged() throws Exception {
            applyTwoTenants();
            controlPlane.push(2, snapshot(tenant(TENANT, "default", 7)));
            controlPlane.awaitAnswer();
            killAgent();
            Path file = data.resolve("agent/last-known-good.pb");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);

            startAgent();

            assertThat(controlPlane.awaitHello().getHello().getAppliedVersion()).isEqualTo(1);
            assertThat(agentLog()).contains("last-known-good.pb is damaged", "the one before is used: version=1");
        }

        @Test
        void restartsTheEngineAndAGatewayThatAreKilled() throws Exception {
            applyTwoTenants();
            long engine = pid("engine");
            long gateway = pid("gateway-default");

            ProcessHandle.of(engine).orElseThrow().destroyForcibly();
            ProcessHandle.of(gateway).orElseThrow().destroyForcibly();

            awaitStatus(status -> isReady(status, "engine")
                    && isReady(status, "gateway-default")
                    && status.getProcessesList().stream()
                            .allMatch(process -> process.getPid() != engine && process.getPid() != gateway));
        }

        @Test
        void comesBackWhenTheControlPlaneDoes() throws Exception {
            controlPlane.awaitHello();
            controlPlane.stop();
            controlPlane.received.clear();

            controlPlane.restart();

            controlPlane.awaitHello();
            controlPlane.push(1, snapshot(tenant(TENANT, "default", 7)));
            assertThat(controlPlane.awaitAnswer().hasAck()).isTrue();
        }
    }
}
