package io.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.Binding;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.ProcessState;
import io.vireo.controlplane.api.v1.ProcessStatus;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.api.v1.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The agent as a process, with real certificates, over real child processes. */
class AgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TENANT = "8f14e45f-ceea-467f-a0e6-00000000000a";
    private static final String OTHER_TENANT = "9f14e45f-ceea-467f-a0e6-00000000000b";

    @TempDir
    Path data;

    private ScriptedControlPlane controlPlane;
    private Optional<Process> agent = Optional.empty();

    @BeforeEach
    void prepare() throws Exception {
        controlPlane = new ScriptedControlPlane();
        for (String folder : List.of("agent", "run", "logs", "secrets")) {
            Files.createDirectories(data.resolve(folder));
        }
        Files.writeString(data.resolve("secrets/join-token"), ScriptedControlPlane.JOIN_TOKEN + "\n");
        Files.write(data.resolve("secrets/grant.key"), new byte[32]);
        startAgent();
    }

    @AfterEach
    void stopEverything() throws Exception {
        agent.ifPresent(Process::destroy);
        if (agent.isPresent()) {
            assertThat(agent.get().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        controlPlane.close();
        assertThat(livingPids()).as("processes left behind").isEmpty();
    }

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
        void startsAGatewayPerTenantAndAcknowledges() throws Exception {
            controlPlane.awaitHello();

            controlPlane.push(1, snapshot(tenant(TENANT, "default", 7), tenant(OTHER_TENANT, "other", 8)));

            AgentMessage answer = controlPlane.awaitAnswer();
            assertThat(answer.getAck().getVersion()).isEqualTo(1);
            assertThat(answer.getAck().getNonce()).isEqualTo("nonce-1");
            awaitStatus(status -> isReady(status, "engine")
                    && isReady(status, "gateway-default")
                    && isReady(status, "gateway-other")
                    && status.getAppliedVersion() == 1);
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

    // ---- what is pushed ----

    private static Snapshot snapshot(Tenant... tenants) {
        return Snapshot.newBuilder()
                .setEpoch("first")
                .setNodeId(ScriptedControlPlane.NODE_ID)
                .addAllTenants(Arrays.asList(tenants))
                .build();
    }

    private static Tenant tenant(String id, String name, long container) {
        return Tenant.newBuilder()
                .setId(id)
                .setName(name)
                .setListenAddress("127.0.0." + (container - 6))
                .setNativePort(8081)
                .addContainers(Container.newBuilder().setId(container).setName("data"))
                .setSystemContainer(container + 100)
                .build();
    }

    private static Tenant withFunction(ByteString sha256) {
        return tenant(TENANT, "default", 7).toBuilder()
                .addFunctions(Function.newBuilder()
                        .setName("hello")
                        .setVersion(1)
                        .setCodeSha256(sha256)
                        .setRuntime("python")
                        .setHandler("main:handler")
                        .setWorkers(1)
                        .putEnvironment("COLOUR", "green")
                        .addBindings(Binding.newBuilder().setName("data").setContainer(7)))
                .build();
    }

    private ByteString archive(String path, String content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(path));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        ByteString hash =
                ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        controlPlane.archives.put(hash, bytes.toByteArray());
        return hash;
    }

    private void applyTwoTenants() throws Exception {
        controlPlane.awaitHello();
        controlPlane.push(1, snapshot(tenant(TENANT, "default", 7), tenant(OTHER_TENANT, "other", 8)));
        assertThat(controlPlane.awaitAnswer().getAck().getVersion()).isEqualTo(1);
    }

    // ---- the agent ----

    private void startAgent() throws Exception {
        writeConfig(controlPlane.port(), controlPlane.fingerprint());
        startAgentAsConfigured();
    }

    private void startAgentAsConfigured() throws IOException {
        agent = Optional.of(new ProcessBuilder(java(
                        AgentProcess.class.getName(),
                        "--config",
                        data.resolve("agent/agent.json").toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("logs/agent.log").toFile()))
                .start());
    }

    private void writeConfig(int port, String fingerprint) throws IOException {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("nodeName", "local");
        config.put("version", "0.1.0");
        config.put("controlPlane", List.of("127.0.0.1:" + port));
        config.put("caFingerprint", fingerprint);
        config.put("joinTokenFile", data.resolve("secrets/join-token").toString());
        config.put("grantKeyFile", data.resolve("secrets/grant.key").toString());
        config.put("dataDirectory", data.toString());
        config.put("socketDirectory", data.resolve("run").toString());
        config.put(
                "commands",
                Map.of(
                        "engine", java(FakeEngine.class.getName()),
                        "gateway", java(FakeTenantProcess.class.getName()),
                        "worker-python",
                                List.of(
                                        "sh",
                                        "-c",
                                        "read -r line; { printf '%s\\n' \"$line\"; pwd; env; } > '"
                                                + data.resolve("told") + "'; exec sleep 300")));
        Files.writeString(data.resolve("agent/agent.json"), JSON.writeValueAsString(config));
    }

    private static List<String> java(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return command;
    }

    private void killAgent() throws InterruptedException {
        agent.orElseThrow().destroyForcibly().waitFor();
        controlPlane.received.clear();
    }

    // ---- what is seen ----

    private void awaitStatus(java.util.function.Predicate<NodeStatus> wanted) throws InterruptedException {
        controlPlane.await(message -> message.hasStatus() && wanted.test(message.getStatus()));
    }

    private static boolean isReady(NodeStatus status, String name) {
        return status.getProcessesList().stream()
                .filter(process -> process.getName().equals(name))
                .map(ProcessStatus::getState)
                .anyMatch(ProcessState.READY::equals);
    }

    private JsonNode statusFile() throws IOException {
        Path file = data.resolve("run/agent.status.json");
        return Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
    }

    private String agentLog() throws IOException {
        return Files.readString(data.resolve("logs/agent.log"));
    }

    private String lastHeard(String tenant, String type) throws IOException {
        Path file = data.resolve("heard-" + tenant);
        if (!Files.exists(file)) {
            return "";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .reduce((_, last) -> last)
                .orElse("");
    }

    private long pid(String name) throws IOException {
        return livingPids().getOrDefault(name, 0L);
    }

    private Map<String, Long> livingPids() throws IOException {
        Map<String, Long> pids = new java.util.TreeMap<>();
        try (var files = Files.list(data.resolve("run"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                io.vireo.supervision.ProcessIdentity.read(file)
                        .filter(io.vireo.supervision.ProcessIdentity::isAlive)
                        .ifPresent(process ->
                                pids.put(file.getFileName().toString().replace(".pid", ""), process.pid()));
            }
        }
        return pids;
    }

    private static void awaitTrue(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("a condition within %s", PATIENCE).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
