package io.vireo.e2e.platform;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One installation of the platform in a folder of its own, driven by {@code ./vireo}. */
public final class Installation implements AutoCloseable {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(400);

    private final ObjectMapper json = new ObjectMapper();
    private final Path data;
    private final Map<String, String> environment;

    private Installation(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    /** Starts an installation with its data in {@code data}; returns when all of it is ready. */
    public static Installation up(Path data) {
        Installation installation = at(data, Map.of());
        installation.run("up").orFail();
        return installation;
    }

    /** An installation that is not started yet, whose commands see these variables. */
    public static Installation at(Path data, Map<String, String> environment) {
        return new Installation(data, Map.copyOf(environment));
    }

    /** Stops every process; the data stay. */
    public void down() {
        run("down").orFail();
    }

    /** Starts what {@link #down} stopped. */
    public void upAgain() {
        run("up").orFail();
    }

    public Path data() {
        return data;
    }

    /** What {@code status --json} says. */
    public JsonNode status() {
        return json.readTree(run("status", "--json").orFail().output());
    }

    public String console() {
        return status().path("console").asString();
    }

    public String bootstrapLink() {
        return status().path("bootstrapLink").asString();
    }

    /** Process id of the process of this name, or of the only one whose name begins so. */
    public long pid(String process) {
        List<JsonNode> found = processes().stream()
                .filter(row -> row.path("name").asString().startsWith(process))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("not one process " + process + " in " + status());
        }
        return found.getFirst().path("pid").asLong();
    }

    /** Process ids by name, of those that run. */
    public Map<String, Long> pids() {
        return pids(status());
    }

    private static Map<String, Long> pids(JsonNode status) {
        Map<String, Long> pids = new TreeMap<>();
        status.path("processes")
                .forEach(row ->
                        pids.put(row.path("name").asString(), row.path("pid").asLong()));
        return pids;
    }

    /**
     * Waits until all of it is ready. Each look is a process of its own, so they leave time for what they wait for.
     *
     * @return process ids by name
     */
    public Map<String, Long> awaitReady(Duration limit) {
        return pids(await().atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_AGAIN)
                .until(this::status, status -> status.path("state").asString().equals("ready")));
    }

    /** Memory of the process of this name, in bytes. */
    public long rssBytes(String process) {
        return processes().stream()
                .filter(row -> row.path("name").asString().startsWith(process))
                .mapToLong(row -> row.path("rssBytes").asLong())
                .sum();
    }

    /** The rows of the processes that {@code status} shows. */
    public List<JsonNode> processes() {
        return status().path("processes").valueStream().toList();
    }

    /** Where the native API of a tenant answers. */
    public String nativeApi(String tenant) {
        return status().path("tenants")
                .valueStream()
                .filter(row -> row.path("name").asString().equals(tenant))
                .map(row -> row.path("endpoints").path("native").asString())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tenant " + tenant));
    }

    /** Makes an access key of a tenant; returns what goes into {@code X-v3io-session-key}. */
    public String sessionKey(String tenant, String name) {
        return json.readTree(run("key", "create", "--tenant", tenant, "--name", name, "--json")
                        .orFail()
                        .output())
                .path("sessionKey")
                .asString();
    }

    /** One call of the command line against this installation. */
    public Outcome run(String... arguments) {
        return runWith("", arguments);
    }

    /** The same, with something on its standard input. */
    public Outcome runWith(String input, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--data", data.toString()));
        return execute(environment, input, words);
    }

    /** A call of the command line that is about no installation in particular. */
    public static Outcome vireo(String... arguments) {
        return execute(Map.of(), "", List.of(arguments));
    }

    private static Outcome execute(Map<String, String> environment, String input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("vireo").toString()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("vireo-e2e-", ".out");
            Path errors = Files.createTempFile("vireo-e2e-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try (OutputStream stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end within " + COMMAND_LIMIT);
                }
                return new Outcome(
                        String.join(" ", command),
                        process.exitValue(),
                        Files.readString(output, StandardCharsets.UTF_8),
                        Files.readString(errors, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        down();
    }

    /** What a command printed and how it ended. */
    public record Outcome(String command, int exitCode, String output, String errors) {
        /** This, when the command was done. */
        public Outcome orFail() {
            if (exitCode != 0) {
                throw new AssertionError(command + " ended with " + exitCode + "\n" + output + errors);
            }
            return this;
        }
    }
}
