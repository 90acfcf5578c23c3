package io.vireo.client;

import io.vireo.channel.Grant;
import io.vireo.channel.GrantSigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A real engine process with a data directory of its own, which tests start, kill and start again. */
public final class EngineUnderTest implements AutoCloseable {
    private static final byte[] GRANT_KEY = "a key for grants that tests sign".getBytes(StandardCharsets.UTF_8);

    private static final Pattern REMOTE = Pattern.compile(" remote=(\\S+):(\\d+)");

    private final Path folder;
    private final Path socket;
    private final Path config;
    private Process process;

    private String firstLine = "";

    private EngineUnderTest(Path folder, int reactors, String more) throws IOException {
        this.folder = folder;
        this.socket = folder.resolve("engine.sock");
        this.config = folder.resolve("engine.json");
        Path key = Files.write(folder.resolve("grant.key"), GRANT_KEY);
        Files.writeString(config, """
                {"dataDirectory": "%s", "socket": "%s", "reactors": %d, "partitions": 4, "grantKeyFile": "%s",
                 "segmentBytes": 67108864%s}
                """.formatted(folder.resolve("data"), socket, reactors, key, more));
    }

    /** Starts an engine whose files lie in this folder, and returns when clients can connect. */
    public static EngineUnderTest start(Path folder, int reactors) throws IOException {
        return start(folder, reactors, "");
    }

    /**
     * Starts one with other settings, too.
     *
     * @param more keys of its configuration as JSON, each with a comma before it
     */
    static EngineUnderTest start(Path folder, int reactors, String more) throws IOException {
        EngineUnderTest engine = new EngineUnderTest(folder, reactors, more);
        engine.start();
        return engine;
    }

    /** Starts it again after {@link #kill}. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vireo.engine.EngineProcess",
                "--config",
                config.toString()));
        process = new ProcessBuilder(command)
                .redirectError(folder.resolve("engine.log").toFile())
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null || !line.startsWith("ready")) {
            throw new IOException("engine does not start: " + Files.readString(folder.resolve("engine.log")));
        }
        firstLine = line;
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Where clients connect. */
    public Path socket() {
        return socket;
    }

    /** Where clients of other nodes connect, when its settings say that they may. */
    InetSocketAddress remoteAddress() {
        Matcher matcher = REMOTE.matcher(firstLine);
        if (!matcher.find()) {
            throw new IllegalStateException("engine does not listen for other nodes: " + firstLine);
        }
        return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** Process id, for whoever wants to stop or look at it. */
    public long pid() {
        return process.pid();
    }

    /** A token that allows everything in these containers. */
    public byte[] grant(long... containers) {
        List<Grant.Scope> scopes = LongStream.of(containers)
                .mapToObj(container -> new Grant.Scope(container, "", EnumSet.allOf(Grant.Action.class)))
                .toList();
        return new GrantSigner(GRANT_KEY).sign(new Grant("7b0c9e0e-9d2f-4a8e-8d54-0d7b6a1f2c3d", scopes, 0));
    }

    /** A client that may do everything in these containers. */
    public DataClient client(long... containers) {
        return DataClient.start(DataClientConfig.of(socket), grant(containers));
    }

    @Override
    public void close() {
        kill();
    }
}
