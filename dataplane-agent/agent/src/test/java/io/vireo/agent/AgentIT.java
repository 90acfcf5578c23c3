package io.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.AccessKey;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.KeyUse;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.api.v1.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who the agent is, and how it applies what the control plane wants. */
class AgentIT extends AgentScene {
    @Nested
    class Enrolment {
        @Test
        void keepsItsKeyToItselfAndEnrolsOnce() throws Exception {
            controlPlane.awaitHello();
            killAgent();

            startAgent();
            AgentMessage hello = controlPlane.awaitHello();

            assertThat(hello.getHello().getNodeId()).isEqualTo(ScriptedControlPlane.NODE_ID);
            assertThat(controlPlane.enrolments).hasValue(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("agent/node.key"))))
                    .isEqualTo("rw-------");
        }

        @Test
        void enrolsAgainWhenItsCertificateHasEnded() throws Exception {
            controlPlane.awaitHello();
            killAgent();
            controlPlane.certificateLife = Duration.ofMillis(1);
            Files.delete(data.resolve("agent/node.crt"));
            startAgent();
            awaitTrue(() -> controlPlane.enrolments.get() >= 2);
            killAgent();
            controlPlane.certificateLife = Duration.ofHours(1);
            int before = controlPlane.enrolments.get();

            startAgent();

            awaitTrue(() -> controlPlane.enrolments.get() == before + 1);
            controlPlane.awaitHello();
        }

        @Test
        void doesNotTalkToAnAuthorityThatWasNotPinned() throws Exception {
            controlPlane.awaitHello();
            killAgent();
            try (ScriptedControlPlane impostor = new ScriptedControlPlane()) {
                writeConfig(impostor.port(), controlPlane.fingerprint());
                startAgentAsConfigured();

                awaitTrue(() -> agentLog().contains("the server's authority is another one"));

                assertThat(impostor.received).isEmpty();
                assertThat(impostor.enrolments).hasValue(0);
            }
        }
    }

    @Nested
    class Apply {
        @Test
        void startsAGatewayPerTenantAcknowledgesAndTellsOfItsKeys() throws Exception {
            controlPlane.awaitHello();

            Tenant withKey = tenant(TENANT, "default", 7).toBuilder()
                    .addAccessKeys(AccessKey.newBuilder().setId("k1"))
                    .build();
            controlPlane.push(1, snapshot(withKey, tenant(OTHER_TENANT, "other", 8)));

            AgentMessage answer = controlPlane.awaitAnswer();
            assertThat(answer.getAck().getVersion()).isEqualTo(1);
            assertThat(answer.getAck().getNonce()).isEqualTo("nonce-1");
            awaitStatus(status -> isReady(status, "engine")
                    && isReady(status, "gateway-default")
                    && isReady(status, "gateway-other")
                    && status.getAppliedVersion() == 1
                    && status.getKeyUsesList()
                            .equals(List.of(KeyUse.newBuilder()
                                    .setAccessKeyId("k1")
                                    .setUnixSeconds(1_700_000_000)
                                    .build())));
            awaitTrue(() -> statusFile().path("state").asString().equals("ready"));
            assertThat(statusFile()
                            .path("tenants")
                            .path(0)
                            .path("endpoints")
                            .path("native")
                            .asString())
                    .isEqualTo("http://127.0.0.1:8081");
        }

        @Test
        void endsTheProcessesOfATenantThatIsGone() throws Exception {
            applyTwoTenants();
            long gateway = pid("gateway-other");

            controlPlane.push(2, snapshot(tenant(TENANT, "default", 7)));

            assertThat(controlPlane.awaitAnswer().getAck().getVersion()).isEqualTo(2);
            awaitTrue(() ->
                    ProcessHandle.of(gateway).filter(ProcessHandle::isAlive).isEmpty());
            assertThat(pid("gateway-default")).isPositive();
        }

        @Test
        void refusesWhatDoesNotMatchItsHashAndChangesNothing() throws Exception {
            applyTwoTenants();
            SnapshotPush good = SnapshotPush.newBuilder()
                    .setVersion(2)
                    .setNonce("n")
                    .setHash(ByteString.copyFrom(new byte[32]))
                    .setSnapshot(snapshot(tenant(TENANT, "default", 7)).toByteString())
                    .build();

            controlPlane.push(good);

            Nack nack = controlPlane.awaitAnswer().getNack();
            assertThat(nack.getText()).contains("does not match its hash");
            assertThat(pid("gateway-other")).isPositive();
        }

        @Test
        void namesTheFieldThatItRefuses() throws Exception {
            controlPlane.awaitHello();

            controlPlane.push(1, snapshot(tenant(TENANT, "default", 7), tenant(OTHER_TENANT, "../../etc/passwd", 8)));

            Nack nack = controlPlane.awaitAnswer().getNack();
            assertThat(nack.getField()).isEqualTo("tenants[1].name");
            assertThat(nack.getText()).contains("../../etc/passwd");
            assertThat(data.resolve("agent/last-known-good.pb")).doesNotExist();
        }

        @Test
        void passesOnTheRefusalOfAGatewayAndTellsTheOthersBack() throws Exception {
            applyTwoTenants();
            Tenant grown = tenant(TENANT, "default", 7).toBuilder()
                    .addContainers(Container.newBuilder().setId(9).setName("more"))
                    .build();
            Tenant refused = tenant(OTHER_TENANT, "other", 8).toBuilder()
                    .addContainers(Container.newBuilder().setId(10).setName("refuse-me"))
                    .build();

            controlPlane.push(2, snapshot(grown, refused));

            Nack nack = controlPlane.awaitAnswer().getNack();
            assertThat(nack.getField()).isEqualTo("tenants[1].containers[0].name");
            awaitTrue(() -> !lastHeard("default", "apply").contains("more"));
            controlPlane.push(3, snapshot(grown, tenant(OTHER_TENANT, "other", 8)));
            assertThat(controlPlane.awaitAnswer().getAck().getVersion()).isEqualTo(3);
        }

        @Test
        void refusesAnOlderVersionUnlessTheStoreIsAnother() throws Exception {
            applyTwoTenants();
            controlPlane.push(0, snapshot(tenant(TENANT, "default", 7)));
            assertThat(controlPlane.awaitAnswer().getNack().getField()).isEqualTo("version");

            controlPlane.push(
                    0,
                    snapshot(tenant(TENANT, "default", 7)).toBuilder()
                            .setEpoch("restored")
                            .build());

            assertThat(controlPlane.awaitAnswer().hasAck()).isTrue();
        }
    }

    @Nested
    class Functions {
        @Test
        void fetchesTheCodeAndStartsAWorkerWithItsGrantAndNothingSecretInItsEnvironment() throws Exception {
            controlPlane.awaitHello();

            controlPlane.push(1, snapshot(withFunction(archive("main.py", "code of version 1"))));

            assertThat(controlPlane.awaitAnswer().hasAck()).isTrue();
            awaitTrue(() -> Files.exists(data.resolve("told")) && Files.size(data.resolve("told")) > 0);
            List<String> told = Files.readAllLines(data.resolve("told"));
            JsonNode line = JSON.readTree(told.getFirst());
            assertThat(line.path("codeDirectory").asString())
                    .isEqualTo(told.get(1))
                    .contains("agent/code/");
            assertThat(line.path("channelToken").asString()).isEqualTo("c2VjcmV0");
            assertThat(line.path("engineGrant").asString()).isNotEmpty();
            assertThat(Path.of(told.get(1)).resolve("main.py")).hasContent("code of version 1");
            assertThat(told)
                    .contains("NUCLIO_FUNCTION_NAME=hello", "COLOUR=green")
                    .noneMatch(each -> each.startsWith("HOME=") || each.contains("c2VjcmV0") && each.startsWith("C"));
            awaitStatus(status -> status.getFunctionsList().stream()
                    .anyMatch(function -> function.getState() == FunctionState.SERVING
                            && function.getTenantId().equals(TENANT)));
        }

        @Test
        void refusesCodeThatLeadsOutOfItsFolder() throws Exception {
            controlPlane.awaitHello();

            controlPlane.push(1, snapshot(withFunction(archive("../../escaped.py", "x"))));

            Nack nack = controlPlane.awaitAnswer().getNack();
            assertThat(nack.getField()).isEqualTo("tenants[0].functions[0].codeSha256");
            assertThat(nack.getText()).contains("../../escaped.py");
            assertThat(data.resolve("escaped.py")).doesNotExist();
            assertThat(data.resolve("agent/escaped.py")).doesNotExist();
        }

        @Test
        void tellsWhenAWorkerDies() throws Exception {
            controlPlane.awaitHello();
            controlPlane.push(1, snapshot(withFunction(archive("main.py", "x"))));
            controlPlane.awaitAnswer();
            awaitTrue(() -> pid("worker-default-hello-1") > 0);

            ProcessHandle.of(pid("worker-default-hello-1")).orElseThrow().destroyForcibly();

            awaitTrue(() -> lastHeard("default", "workerExited").contains("\"exitCode\":137"));
        }
    }
}
