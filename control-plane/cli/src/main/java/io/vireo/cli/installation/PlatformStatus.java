package io.vireo.cli.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vireo.supervision.ProcessIdentity;
import io.vireo.supervision.ProcessUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How an installation stands, as {@code status --json} prints it. Made from what the supervisor and the agent wrote down and from the
 * kernel's process table, so it needs none of the platform's processes to answer.
 *
 * @param state {@code ready} when every process is; {@code starting}, {@code degraded} when one that was ready is not, {@code stopped}
 * @param bootstrapLink of the first administrator, or null once there is one
 * @param engine what the engine said of itself last, or null when it has not answered
 * @param purges deletions of what nobody can take back any more
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PlatformStatus(
        String state,
        String version,
        String data,
        String console,
        String api,
        @Nullable String bootstrapLink,
        @Nullable Engine engine,
        List<Purge> purges,
        List<Row> processes,
        List<Tenant> tenants) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String READY = "ready";

    /**
     * One process.
     *
     * @param state {@code starting}, {@code ready}, {@code backing-off}, {@code stopped}
     * @param rssBytes of it and its descendants
     * @param cpuSeconds since it was started
     * @param restarts by the one that supervises it now
     * @param detail why it is not ready; empty when it is
     */
    public record Row(
            String name, long pid, String state, long rssBytes, double cpuSeconds, int restarts, String detail) {}

    /**
     * The engine.
     *
     * @param diskAccess how it reaches the disk
     * @param storedBytes of records and bodies that are in use
     * @param journalBytes that they take on the disk
     * @param indexBytes memory of the index, of {@code indexBudgetBytes}
     * @param damageCount places that were found damaged; {@code damage} is the last of them
     */
    public record Engine(
            String diskAccess,
            long itemCount,
            long storedBytes,
            long journalBytes,
            long feedBytes,
            long indexBytes,
            long indexBudgetBytes,
            long damageCount,
            String damage) {}

    /** How far the deletion of a container's data is, by the container's number. */
    public record Purge(long container, long deletedItems, boolean done) {}

    /** A tenant and where its interfaces answer, by their names. */
    public record Tenant(String name, Map<String, String> endpoints) {}

    /** Looks at the installation now. */
    public static PlatformStatus of(DataDirectory directory) {
        InstallationConfig config = InstallationConfig.load(directory);
        Map<String, ProcessIdentity> living = PidFiles.living(directory.run());
        JsonNode agent = read(directory.agentStatus());
        List<Row> rows = new ArrayList<>();
        Optional.ofNullable(living.get(PlatformProcesses.SUPERVISOR))
                .ifPresent(process -> rows.add(row(PlatformProcesses.SUPERVISOR, process.pid(), READY, 0, "")));
        addReported(rows, read(directory.supervisorStatus()), living);
        addReported(rows, agent, living);
        living.forEach((name, process) -> {
            if (rows.stream().noneMatch(row -> row.name().equals(name))) {
                rows.add(row(name, process.pid(), "unsupervised", 0, "the process that supervised it has ended"));
            }
        });
        String state = state(rows, living, agent);
        return new PlatformStatus(
                state,
                config.version(),
                directory.root().toString(),
                config.consoleUrl(),
                config.consoleUrl() + "/api/v1",
                state.equals("stopped") ? null : bootstrapLink(directory, config),
                state.equals("stopped") ? null : engine(agent.path("engine")),
                state.equals("stopped") ? List.of() : purges(agent),
                List.copyOf(rows),
                tenants(agent));
    }

    /** Of a folder in which there is no installation. */
    public static PlatformStatus none(DataDirectory directory, String version) {
        return new PlatformStatus(
                "stopped", version, directory.root().toString(), "", "", null, null, List.of(), List.of(), List.of());
    }

    public boolean isReady() {
        return state.equals(READY);
    }

    private static String state(List<Row> rows, Map<String, ProcessIdentity> living, JsonNode agent) {
        if (living.isEmpty()) {
            return "stopped";
        }
        boolean complete = living.keySet()
                .containsAll(List.of(PlatformProcesses.SUPERVISOR, PlatformProcesses.CONSOLE, PlatformProcesses.AGENT));
        boolean allReady = rows.stream().allMatch(row -> row.state().equals(READY));
        if (complete && allReady && agent.path("state").asString("").equals(READY)) {
            return READY;
        }
        boolean restarted =
                rows.stream().anyMatch(row -> row.restarts() > 0 || row.state().equals("unsupervised"));
        return living.containsKey(PlatformProcesses.SUPERVISOR) && !restarted ? "starting" : "degraded";
    }

    /** Adds what a parent wrote of its children; one that it thought alive but is not has just died. */
    private static void addReported(List<Row> rows, JsonNode status, Map<String, ProcessIdentity> living) {
        for (JsonNode process : status.path("processes")) {
            String name = process.path("name").asString();
            ProcessIdentity alive = living.get(name);
            int restarts = process.path("restarts").asInt();
            String state =
                    process.path("state").asString().toLowerCase(Locale.ROOT).replace('_', '-');
            if (alive == null) {
                boolean claimsToRun = state.equals(READY) || state.equals("starting");
                rows.add(row(
                        name,
                        0,
                        claimsToRun ? "stopped" : state,
                        restarts,
                        claimsToRun ? "ended" : process.path("detail").asString()));
            } else {
                rows.add(row(
                        name,
                        alive.pid(),
                        state,
                        restarts,
                        process.path("detail").asString()));
            }
        }
    }

    private static Row row(String name, long pid, String state, int restarts, String detail) {
        ProcessUsage usage = pid == 0 ? new ProcessUsage(0, 0) : usage(name, pid);
        return new Row(name, pid, state, usage.rssBytes(), usage.cpuSeconds(), restarts, detail);
    }

    /** PostgreSQL and workers have processes of their own below them; of ours, each has its own row. */
    private static ProcessUsage usage(String name, long pid) {
        return name.equals(PlatformProcesses.POSTGRES) || name.startsWith("worker-")
                ? ProcessUsage.ofTree(pid)
                : ProcessUsage.of(pid);
    }

    private static @Nullable Engine engine(JsonNode engine) {
        return engine.isMissingNode()
                ? null
                : new Engine(
                        engine.path("diskAccess").asString(""),
                        engine.path("itemCount").asLong(),
                        engine.path("storedBytes").asLong(),
                        engine.path("journalBytes").asLong(),
                        engine.path("feedBytes").asLong(),
                        engine.path("indexBytes").asLong(),
                        engine.path("indexBudgetBytes").asLong(),
                        engine.path("damageCount").asLong(),
                        engine.path("damage").asString(""));
    }

    private static List<Purge> purges(JsonNode agent) {
        List<Purge> purges = new ArrayList<>();
        for (JsonNode purge : agent.path("purges")) {
            purges.add(new Purge(
                    purge.path("container").asLong(),
                    purge.path("deletedItems").asLong(),
                    purge.path("done").asBoolean()));
        }
        return purges;
    }

    private static List<Tenant> tenants(JsonNode agent) {
        List<Tenant> tenants = new ArrayList<>();
        for (JsonNode tenant : agent.path("tenants")) {
            Map<String, String> endpoints = new TreeMap<>();
            tenant.path("endpoints")
                    .properties()
                    .forEach(endpoint ->
                            endpoints.put(endpoint.getKey(), endpoint.getValue().asString()));
            tenants.add(new Tenant(tenant.path("name").asString(), endpoints));
        }
        return tenants;
    }

    private static @Nullable String bootstrapLink(DataDirectory directory, InstallationConfig config) {
        try {
            String link = Files.readString(directory.bootstrapLink()).strip();
            return link.startsWith("http") ? link : config.consoleUrl() + link;
        } catch (IOException _) {
            return null; // there is an administrator, or the console has not started yet
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException | JacksonException _) {
            return JSON.createObjectNode(); // never started, or being replaced
        }
    }
}
