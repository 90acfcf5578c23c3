package io.vireo.engine;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real engine process over a data directory of a test. */
final class RunningEngine implements AutoCloseable {
    static final long CONTAINER = 1;
    static final byte[] GRANT_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final String TENANT = "00000000-0000-0000-0000-000000000001";

    private final Process process;
    private final Path socket;
    private final String firstLine;

    private RunningEngine(Process process, Path socket, String firstLine) {
        this.process = process;
        this.socket = socket;
        this.firstLine = firstLine;
    }

    /** Starts an engine with small segments and waits until it is ready; when it is not, {@link #firstLine} is what it said. */
    static RunningEngine start(Path folder) throws IOException {
        return start(folder, "");
    }

    /** @param more further keys of the configuration, each after a comma */
    static RunningEngine start(Path folder, String more) throws IOException {
        Process process = new ProcessBuilder(EngineJvm.command(writeConfig(folder, more)))
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        Thread.ofPlatform().daemon().name("engine-output").start(() -> copy(output));
        return new RunningEngine(process, socket(folder), line == null ? "" : line);
    }

    /** The configuration file of an engine whose data and socket are in a folder. */
    static Path writeConfig(Path folder, String more) throws IOException {
        Path key = folder.resolve("grant.key");
        Files.write(key, GRANT_KEY);
        return Files.writeString(folder.resolve("engine.json"), """
                {"dataDirectory": "%s", "socket": "%s", "partitions": 4, "grantKeyFile": "%s"%s}
                """.formatted(
                        folder.resolve("engine"),
                        socket(folder),
                        key,
                        more.isEmpty() ? ", \"segmentBytes\": 2097152, \"checkpointBytes\": 4194304" : more));
    }

    private static Path socket(Path folder) {
        return folder.resolve("engine.sock");
    }

    private static void copy(BufferedReader output) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                System.err.println(line);
            }
        } catch (IOException e) {
            System.err.println("engine was killed while it spoke: " + e.getMessage());
        }
    }

    String firstLine() {
        return firstLine;
    }

    boolean isReady() {
        return firstLine.startsWith("ready");
    }

    Process process() {
        return process;
    }

    Path socket() {
        return socket;
    }

    /** A client that may do everything in the container. */
    TestClient connect() throws IOException {
        return connect(new Scope(CONTAINER, "", EnumSet.allOf(Action.class)));
    }

    TestClient connect(Scope scope) throws IOException {
        return TestClient.connect(socket, token(scope, 0));
    }

    static byte[] token(Scope scope, long expiresAtSeconds) {
        return new GrantSigner(GRANT_KEY).sign(new Grant(TENANT, List.of(scope), expiresAtSeconds));
    }

    /** A client of one of several reactors. */
    TestClient connect(int reactor) throws IOException {
        return TestClient.connect(socket, token(new Scope(CONTAINER, "", EnumSet.allOf(Action.class)), 0), reactor);
    }

    /** SIGTERM; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("engine does not stop");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
