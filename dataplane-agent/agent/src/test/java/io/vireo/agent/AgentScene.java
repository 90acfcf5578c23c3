package io.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vireo.controlplane.api.v1.Binding;
import io.vireo.controlplane.api.v1.Container;
import io.vireo.controlplane.api.v1.Function;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.ProcessState;
import io.vireo.controlplane.api.v1.ProcessStatus;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The agent as a process, with real certificates, over real child processes. */
abstract class AgentScene {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String TENANT = "8f14e45f-ceea-467f-a0e6-00000000000a";
    static final String OTHER_TENANT = "9f14e45f-ceea-467f-a0e6-00000000000b";

    @TempDir
    Path data;

    ScriptedControlPlane controlPlane;
    Optional<Process> agent = Optional.empty();

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

    // ---- what is pushed ----

    static Snapshot snapshot(Tenant... tenants) {
        return Snapshot.newBuilder()
                .setEpoch("first")
                .setNodeId(ScriptedControlPlane.NODE_ID)
                .addAllTenants(Arrays.asList(tenants))
                .build();
    }

    static Tenant tenant(String id, String name, long container) {
        return Tenant.newBuilder()
                .setId(id)
                .setName(name)
                .setListenAddress("127.0.0." + (container - 6))
                .setNativePort(8081)
                .addContainers(Container.newBuilder().setId(container).setName("data"))
                .setSystemContainer(container + 100)
                .build();
    }

    static Tenant withFunction(ByteString sha256) {
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

    ByteString archive(String path, String content) throws Exception {
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

    void applyTwoTenants() throws Exception {
        controlPlane.awaitHello();
        controlPlane.push(1, snapshot(tenant(TENANT, "default", 7), tenant(OTHER_TENANT, "other", 8)));
        assertThat(controlPlane.awaitAnswer().getAck().getVersion()).isEqualTo(1);
    }

    // ---- the agent ----

    void startAgent() throws Exception {
        writeConfig(controlPlane.port(), controlPlane.fingerprint());
        startAgentAsConfigured();
    }

    void startAgentAsConfigured() throws IOException {
        agent = Optional.of(new ProcessBuilder(java(
                        AgentProcess.class.getName(),
                        "--config",
                        data.resolve("agent/agent.json").toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("logs/agent.log").toFile()))
                .start());
    }

    void writeConfig(int port, String fingerprint) throws IOException {
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

    static List<String> java(String... arguments) {
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

    void killAgent() throws InterruptedException {
        agent.orElseThrow().destroyForcibly().waitFor();
        controlPlane.received.clear();
    }

    // ---- what is seen ----

    void awaitStatus(java.util.function.Predicate<NodeStatus> wanted) throws InterruptedException {
        controlPlane.await(message -> message.hasStatus() && wanted.test(message.getStatus()));
    }

    static boolean isReady(NodeStatus status, String name) {
        return status.getProcessesList().stream()
                .filter(process -> process.getName().equals(name))
                .map(ProcessStatus::getState)
                .anyMatch(ProcessState.READY::equals);
    }

    JsonNode statusFile() throws IOException {
        Path file = data.resolve("run/agent.status.json");
        return Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
    }

    String agentLog() throws IOException {
        return Files.readString(data.resolve("logs/agent.log"));
    }

    String lastHeard(String tenant, String type) throws IOException {
        Path file = data.resolve("heard-" + tenant);
        if (!Files.exists(file)) {
            return "";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .reduce((_, last) -> last)
                .orElse("");
    }

    long pid(String name) throws IOException {
        return livingPids().getOrDefault(name, 0L);
    }

    Map<String, Long> livingPids() throws IOException {
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

    static void awaitTrue(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("a condition within %s", PATIENCE).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }
}
