package io.vireo.invoker.benchmark;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An engine, a tenant process and one Python worker with a no-op function, started from a build. Plays the agent. */
final class BenchInstallation implements AutoCloseable {
    private static final String HANDLER = "def handler(context, event):\n    return ''\n";
    private static final long SYSTEM_CONTAINER = 1;
    private static final List<String> JVM = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final JsonMapper mapper = new JsonMapper();
    private final Path home;
    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final Process gateway;
    private final Process worker;

    private BenchInstallation(Path home) throws IOException {
        this.home = home;
        this.folder = Files.createTempDirectory("vireo-bench");
        byte[] key = new byte[GrantSigner.MIN_KEY_LENGTH];
        Files.write(folder.resolve("grant.key"), key);
        String grant = Base64.getEncoder()
                .encodeToString(new GrantSigner(key)
                        .sign(new Grant(
                                "bench", List.of(new Scope(SYSTEM_CONTAINER, "", Set.of(Action.values()))), 0)));
        Files.createDirectories(folder.resolve("engine"));
        Files.createDirectories(folder.resolve("code"));
        Files.writeString(folder.resolve("code/main.py"), HANDLER);
        port = freePort();
        java("engine", "io.vireo.engine.EngineProcess", """
                {"dataDirectory":"%1$s/engine","socket":"%1$s/engine.sock","reactors":1,"partitions":4,
                 "grantKeyFile":"%1$s/grant.key","segmentBytes":67108864}""".formatted(folder));
        gateway = java("gateway", "io.vireo.invoker.TenantProcess", """
                {"tenantId":"bench","tenantName":"bench","controlSocket":"%1$s/gw.sock","invokerSocket":"%1$s/inv.sock",
                 "engineSocket":"%1$s/engine.sock","engineGrant":"%2$s","logDirectory":"%1$s"}""".formatted(folder, grant));
        worker = serve(grant);
    }

    /**
     * Starts all of it and returns when the function serves.
     *
     * @param home a staged build
     */
    static BenchInstallation start(Path home) throws IOException {
        return new BenchInstallation(home);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/functions/noop/";
    }

    double gatewaySeconds() {
        return seconds(gateway);
    }

    double workerSeconds() {
        return seconds(worker);
    }

    private static double seconds(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private Process serve(String grant) throws IOException {
        try (SocketChannel control = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("gw.sock")))) {
            BufferedReader lines = new BufferedReader(Channels.newReader(control, StandardCharsets.UTF_8));
            control.write(ByteBuffer.wrap((apply(grant) + "\n").getBytes(StandardCharsets.UTF_8)));
            Process started = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode message = mapper.readTree(line);
                switch (message.path("type").asString("")) {
                    case "startWorker" -> started = python(message);
                    case "refused" -> throw new IOException("configuration refused: " + line);
                    case "functions" -> {
                        if (started != null && line.contains("SERVING")) {
                            return started;
                        }
                    }
                    default -> {} // greetings
                }
            }
        }
        throw new IOException("the tenant process ended: see " + folder);
    }

    private String apply(String grant) {
        ObjectNode message = mapper.createObjectNode().put("type", "apply").put("version", 1);
        message.put("engineGrant", grant);
        message.set("tenant", mapper.readTree("""
                {"id":"bench","name":"bench","listenAddress":"127.0.0.1","nativePort":%d,"systemContainer":"%d",
                 "functions":[{"name":"noop","version":1,"codeSha256":"%s","runtime":"python","handler":"main:handler",
                   "workers":1,"eventTimeoutMs":30000,"open":true}]}""".formatted(
                        port, SYSTEM_CONTAINER, Base64.getEncoder().encodeToString(new byte[32]))));
        return message.toString();
    }

    private Process python(JsonNode wish) throws IOException {
        ObjectNode line = mapper.createObjectNode();
        for (String same :
                List.of("worker", "workerId", "function", "version", "handler", "channelSocket", "channelToken")) {
            line.set(same, wish.path(same));
        }
        line.put("codeDirectory", folder.resolve("code").toString());
        ProcessBuilder builder = new ProcessBuilder("python3", "-m", "vireo_runtime");
        builder.directory(folder.resolve("code").toFile());
        builder.environment().put("PYTHONPATH", home.resolve("python").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile());
        Process process = builder.start();
        processes.add(process);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    private Process java(String program, String mainClass, String config) throws IOException {
        Path configFile = Files.writeString(folder.resolve(program + ".json"), config);
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(JVM);
        command.addAll(List.of("-cp", classPath(program), mainClass, "--config", configFile.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve(program + ".log").toFile())
                .start();
        processes.add(process);
        @Nullable String first = process.inputReader().readLine();
        if (first == null || !first.startsWith("ready")) {
            throw new IOException(program + " did not start: see " + folder.resolve(program + ".log"));
        }
        return process;
    }

    private String classPath(String program) throws IOException {
        return Files.readAllLines(home.resolve("classpath").resolve(program)).stream()
                .map(jar -> home.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(":"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes.reversed()) {
            process.destroyForcibly();
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
