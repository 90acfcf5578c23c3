package io.vireo.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An installation of the staged build in a folder of its own, driven by its command; removed by {@link #close}. */
final class PlatformInstallation implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PROBE_PERIOD_MS = 10;
    private static final String FUNCTION = "noop";

    private final Path command;
    private final Path folder;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("probe").factory());
    private String endpoint = "";
    private String console = "";
    private String key = "";

    /** One row of {@code status --json}. */
    record Process(String name, long pid, String state, long rssBytes, double cpuSeconds) {}

    private PlatformInstallation(Path command, Path folder) {
        this.command = command;
        this.folder = folder;
    }

    /**
     * Starts it for the first time, with one function.
     *
     * @throws IOException if there is no staged build, or it does not start
     */
    static PlatformInstallation make() throws IOException, InterruptedException {
        String home = System.getProperty("vireo.home", "");
        if (home.isEmpty()) {
            throw new IOException("no staged build to start an installation of: run it as ./vireo bench platform");
        }
        PlatformInstallation made =
                new PlatformInstallation(Path.of(home).resolve("vireo"), Files.createTempDirectory("vireo-bench-"));
        try {
            made.up();
            made.key = JSON.readTree(made.vireo("key", "create", "--tenant", "default", "--name", "bench", "--json"))
                    .path("sessionKey")
                    .asString();
            Path source = Files.writeString(
                    made.folder.resolve(FUNCTION + ".py"), "def handler(context, event):\n    return 'done'\n");
            made.vireo("function", "deploy", source.toString());
            return made;
        } catch (IOException | InterruptedException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    void up() throws IOException, InterruptedException {
        vireo("up");
        JsonNode status = status();
        console = status.path("console").asString();
        endpoint =
                status.path("tenants").path(0).path("endpoints").path("native").asString();
    }

    void down() throws IOException, InterruptedException {
        vireo("down");
    }

    List<Process> processes() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (JsonNode row : status().path("processes")) {
            processes.add(new Process(
                    row.path("name").asString(),
                    row.path("pid").asLong(),
                    row.path("state").asString(),
                    row.path("rssBytes").asLong(),
                    row.path("cpuSeconds").asDouble()));
        }
        return processes;
    }

    /** Signal 9 to the only process whose name begins so; it has ended when this returns. */
    void kill(String name) throws IOException, InterruptedException {
        List<Process> found = processes().stream()
                .filter(process -> process.name().startsWith(name))
                .toList();
        if (found.size() != 1) {
            throw new IOException("not one process to kill: name=" + name + " found=" + found);
        }
        ProcessHandle.of(found.getFirst().pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Lets the time pass. */
    void rest(Duration duration) throws InterruptedException {
        try {
            probes.schedule(() -> {}, duration.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every process is ready and function and data are served. */
    void awaitReady() throws IOException, InterruptedException {
        await("everything is ready", () -> status().path("state").asString().equals("ready"));
        awaitWrite();
        awaitCall();
        awaitTenants();
    }

    void awaitWrite() throws IOException, InterruptedException {
        await(
                "a write is acknowledged",
                () -> isOk(request(endpoint + "/data/bench")
                        .header("X-v3io-session-key", key)
                        .PUT(BodyPublishers.ofString("x"))));
    }

    void awaitCall() throws IOException, InterruptedException {
        await(
                "a call is answered",
                () -> isOk(request(endpoint + "/functions/" + FUNCTION)
                        .header("X-v3io-session-key", key)
                        .GET()));
    }

    void awaitConsole() throws IOException, InterruptedException {
        await(
                "the console is healthy",
                () -> isOk(request(console + "/api/v1/health").GET()));
    }

    private void awaitTenants() throws IOException, InterruptedException {
        String token = Files.readString(data().resolve("secrets/cli-token")).strip();
        await(
                "the API lists tenants",
                () -> isOk(request(console + "/api/v1/tenants")
                        .header("Authorization", "Bearer " + token)
                        .GET()));
    }

    /** Stops it and deletes its folder. */
    @Override
    public void close() throws IOException {
        try {
            down();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        probes.shutdownNow();
        http.shutdownNow();
        new TemporaryFolder(folder).close();
    }

    private interface Probe {
        boolean isMet() throws IOException, InterruptedException;
    }

    private void await(String condition, Probe probe) throws IOException, InterruptedException {
        CompletableFuture<Void> met = new CompletableFuture<>();
        var probing = probes.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (probe.isMet()) {
                            met.complete(null);
                        }
                    } catch (IOException _) {
                        // Nobody answers yet.
                    } catch (InterruptedException | RuntimeException e) {
                        met.completeExceptionally(e);
                    }
                },
                0,
                PROBE_PERIOD_MS,
                TimeUnit.MILLISECONDS);
        try {
            met.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw new IOException("not within " + PATIENCE + ": " + condition);
        } catch (ExecutionException e) {
            throw new IOException("cannot tell whether " + condition, e.getCause());
        } finally {
            probing.cancel(false);
        }
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    }

    private boolean isOk(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
        return answer.statusCode() == 200;
    }

    private JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(vireo("status", "--json"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Runs a command to its end; returns what it printed. */
    private String vireo(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", data().toString()));
        Path errors = Files.createTempFile("vireo-bench-", ".err");
        try {
            java.lang.Process process =
                    new ProcessBuilder(line).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", line) + " failed: " + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
