package io.vireo.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.config.FunctionConfig.Binding;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An engine, a tenant process and Python workers: real processes, with this test in the place of the agent. */
final class Installation implements AutoCloseable {
    static final long DATA = 7;
    static final String KEY = "session-key-of-ann";
    private static final long SYSTEM = 9;
    private static final JsonMapper MAPPER = new JsonMapper();

    final Path folder;
    final PythonHost host;
    final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private final GrantSigner signer;
    private Process engine;
    private Process gateway;
    private SocketChannel control;
    private int applied;
    private JsonNode lastHeard = MAPPER.createObjectNode();
    private volatile List<FunctionConfig> functions = List.of();

    Installation(Path folder) throws IOException {
        this.folder = folder;
        byte[] key = new byte[GrantSigner.MIN_KEY_LENGTH];
        Files.write(folder.resolve("grant.key"), key);
        signer = new GrantSigner(key);
        host = new PythonHost(folder, folder.resolve("inv.sock"), folder.resolve("engine.sock"), this::grantOf);
        host.onExit((worker, exitCode) ->
                say("{\"type\":\"workerExited\",\"worker\":\"%s\",\"exitCode\":%d}".formatted(worker, exitCode)));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("engine.json"), """
                {"dataDirectory":"%1$s/engine","socket":"%1$s/engine.sock","reactors":1,"partitions":4,
                 "grantKeyFile":"%1$s/grant.key","segmentBytes":67108864}""".formatted(folder));
        Files.createDirectories(folder.resolve("engine"));
        Files.writeString(folder.resolve("gateway.json"), """
                {"tenantId":"t1","tenantName":"default","controlSocket":"%1$s/gw.sock","invokerSocket":"%1$s/inv.sock",
                 "engineSocket":"%1$s/engine.sock","engineGrant":"%2$s","logDirectory":"%1$s"}""".formatted(folder, gatewayGrant()));
    }

    void startEngine() throws IOException {
        engine = java("io.vireo.engine.EngineProcess", "engine");
    }

    void killEngine() throws Exception {
        engine.destroyForcibly().waitFor();
    }

    void startGateway() throws IOException {
        gateway = java("io.vireo.invoker.TenantProcess", "gateway");
        control = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("gw.sock")));
        SocketChannel mine = control;
        Thread.ofPlatform().daemon().start(() -> hearAll(mine));
    }

    void killGateway() throws Exception {
        gateway.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    Process stopGateway() {
        gateway.destroy();
        return gateway;
    }

    /** Applies these functions and waits until they serve. */
    void deploy(FunctionConfig... configs) throws Exception {
        apply(configs);
        for (FunctionConfig config : configs) {
            awaitState(config.name(), config.version(), "SERVING");
        }
    }

    void apply(FunctionConfig... configs) throws Exception {
        functions = List.of(configs);
        applied++;
        ObjectNode message = MAPPER.createObjectNode().put("type", "apply").put("version", applied);
        message.put("engineGrant", gatewayGrant());
        message.set("tenant", tenant());
        say(message.toString());
        JsonNode answer = hear(m -> m.path("version").asInt(0) == applied
                && !m.path("type").asString().equals("hello"));
        assertThat(answer.path("type").asString()).as(answer.toString()).isEqualTo("applied");
    }

    /** Waits until the tenant process says so; what it said last counts. */
    void awaitState(String function, int version, String state) throws Exception {
        Predicate<JsonNode> wanted = message -> Stream.of(message.path("functions"))
                .flatMap(list -> list.valueStream())
                .anyMatch(f -> f.path("name").asString("").equals(function)
                        && f.path("version").asInt() == version
                        && f.path("state").asString("").equals(state));
        if (!wanted.test(lastHeard)) {
            hear(wanted);
        }
    }

    private JsonNode hear(Predicate<JsonNode> wanted) throws Exception {
        List<JsonNode> before = new ArrayList<>();
        while (true) {
            JsonNode message = heard.poll(30, TimeUnit.SECONDS);
            assertThat(message).as("heard only %s; log: %s", before, log()).isNotNull();
            lastHeard = message;
            if (wanted.test(message)) {
                return message;
            }
            before.add(message);
        }
    }

    FunctionConfig function(String name, int version, String code, boolean open, Binding... bindings)
            throws IOException {
        return new FunctionConfig(
                name,
                version,
                host.code(version, code),
                "python",
                "main:handler",
                1,
                5_000,
                Map.of(),
                List.of(bindings),
                open,
                0,
                1_000_000);
    }

    HttpResponse<String> call(String path, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .GET();
        if (!key.isEmpty()) {
            request.header("X-v3io-session-key", key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("X-v3io-session-key", KEY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The lines of a log as they come; the stream ends when it is closed. */
    Stream<String> lines(String query) throws Exception {
        HttpResponse<Stream<String>> response = http.send(
                HttpRequest.newBuilder(uri("/.vireo/functions/f/logs?" + query))
                        .header("Authorization", "Bearer " + KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("gateway.log")) + host.output();
    }

    static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private JsonNode tenant() throws Exception {
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8)));
        ObjectNode tenant = (ObjectNode) MAPPER.readTree("""
                {"id":"t1","name":"default","listenAddress":"127.0.0.1","nativePort":%d,
                 "containers":[{"id":"7","name":"data"}],"systemContainer":"9",
                 "accessKeys":[{"id":"k1","sessionKeySha256":"%s","principal":"ann","statements":[
                   {"allow":true,"actions":["item:*","stream:*","function:*"],"resources":["*"]}]}]}""".formatted(port, hash));
        tenant.set("functions", MAPPER.valueToTree(functions));
        return tenant;
    }

    private String gatewayGrant() {
        return signed(
                List.of(new Scope(DATA, "", Set.of(Action.values())), new Scope(SYSTEM, "", Set.of(Action.values()))));
    }

    private String grantOf(FunctionConfig function) {
        return signed(function.bindings().stream()
                .map(b -> new Scope(
                        b.container(),
                        b.prefix(),
                        b.writable() ? Set.of(Action.values()) : Set.of(Action.READ, Action.LIST)))
                .toList());
    }

    private String signed(List<Scope> scopes) {
        return Base64.getEncoder().encodeToString(signer.sign(new Grant("t1", scopes, 0)));
    }

    private Process java(String mainClass, String name) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass,
                        "--config",
                        folder.resolve(name + ".json").toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        assertThat(line).as(() -> "first line of " + name).startsWith("ready");
        return process;
    }

    private void hearAll(SocketChannel from) {
        try (BufferedReader lines = new BufferedReader(Channels.newReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode message = MAPPER.readTree(line);
                switch (message.path("type").asString("")) {
                    case "startWorker" -> startWorker(message);
                    case "stopWorker" ->
                        host.stop(
                                message.path("worker").asString(),
                                message.path("reason").asString(),
                                message.path("kill").asBoolean());
                    default -> heard.add(message);
                }
            }
        } catch (IOException e) {
            // the tenant process ended
        }
    }

    private void startWorker(JsonNode wish) {
        FunctionConfig function = functions.stream()
                .filter(f -> f.name().equals(wish.path("function").asString()))
                .findFirst()
                .orElseThrow();
        Map<String, Object> line = new LinkedHashMap<>();
        for (String same : List.of("worker", "workerId", "function", "handler", "channelSocket", "channelToken")) {
            line.put(same, wish.path(same).asString());
        }
        Path code = host.code(wish.path("codeSha256").asString());
        line.put("codeDirectory", code.toString());
        line.put("engineSocket", folder.resolve("engine.sock").toString());
        line.put("engineGrant", grantOf(function));
        line.put("bindings", function.bindings());
        host.start(wish.path("worker").asString(), code, function.environment(), MAPPER.writeValueAsString(line));
        say("{\"type\":\"workerStarted\",\"worker\":\"%s\",\"pid\":%d}"
                .formatted(
                        wish.path("worker").asString(),
                        host.process(wish.path("worker").asString()).pid()));
    }

    private synchronized void say(String line) {
        try {
            control.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // the tenant process ended; its successor is told anew
        }
    }

    @Override
    public void close() {
        for (Process process : new Process[] {gateway, engine}) { // the one that asks for workers first
            if (process != null) {
                process.destroyForcibly();
            }
        }
        host.close();
    }
}
