package io.vireo.agent.tenant;

import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.FunctionStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a tenant process says to the agent, one JSON object a line. Keys that are not known are passed over. */
sealed interface TenantMessage {
    /** Worker ids become file names. */
    Pattern WORKER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** Hashes become names of folders. */
    Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** Of an environment; the tenant process admits no others either. */
    Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Told to the shell in KiB. */
    int MAX_MEMORY_MIB = Integer.MAX_VALUE >> 10;

    /** In the year 9999. */
    long MAX_UNIX_SECONDS = 253_402_300_799L;

    /** The first line of a connection. */
    record Hello(long pid, long appliedVersion) implements TenantMessage {}

    /** The configuration of this version is in force. */
    record Applied(long version) implements TenantMessage {}

    /** The configuration of this version is not taken, because of this field. */
    record Refused(long version, String field, String reason) implements TenantMessage {}

    /** How the functions are. */
    record Functions(List<FunctionStatus> functions) implements TenantMessage {}

    /** When access keys were last used: Unix seconds by id. */
    record KeysUsed(Map<String, Long> keys) implements TenantMessage {}

    /**
     * A worker is wanted. {@code line} is the whole message, whose keys the worker is given.
     *
     * @param codeSha256 64 lower-case hexadecimal digits: it becomes the name of a folder
     * @param environment fit to be one: names without '=', nothing with a zero byte
     * @param memoryMib 0: no limit
     */
    record StartWorker(
            String worker,
            String function,
            int version,
            String handler,
            String codeSha256,
            Map<String, String> environment,
            int memoryMib,
            JsonNode line)
            implements TenantMessage {}

    /** A worker is wanted no longer. */
    record StopWorker(String worker, String reason, boolean kill) implements TenantMessage {}

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static TenantMessage parse(JsonMapper json, String text) {
        JsonNode line;
        try {
            line = json.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a line of a tenant process is not JSON: " + e.getOriginalMessage(), e);
        }
        String type = line.path("type").asString("");
        return switch (type) {
            case "hello" ->
                new Hello(
                        line.path("pid").asLong(0), line.path("appliedVersion").asLong(0));
            case "applied" -> new Applied(line.path("version").asLong(0));
            case "refused" ->
                new Refused(
                        line.path("version").asLong(0),
                        line.path("field").asString(""),
                        line.path("reason").asString(""));
            case "functions" -> new Functions(functions(line));
            case "keysUsed" -> new KeysUsed(keysUsed(line));
            case "startWorker" ->
                new StartWorker(
                        workerId(line),
                        line.path("function").asString(""),
                        line.path("version").asInt(0),
                        line.path("handler").asString(""),
                        codeSha256(line),
                        environment(line),
                        Math.clamp(line.path("memoryMib").asInt(0), 0, MAX_MEMORY_MIB),
                        line);
            case "stopWorker" ->
                new StopWorker(
                        workerId(line),
                        line.path("reason").asString(""),
                        line.path("kill").asBoolean(false));
            default -> throw new IllegalArgumentException("a line of a tenant process has no known type: " + type);
        };
    }

    private static String workerId(JsonNode line) {
        String worker = line.path("worker").asString("");
        if (!WORKER_ID.matcher(worker).matches()) {
            throw new IllegalArgumentException("a worker's id is not allowed: worker=" + worker);
        }
        return worker;
    }

    private static String codeSha256(JsonNode line) {
        String hash = line.path("codeSha256").asString("");
        if (!SHA_256.matcher(hash).matches()) {
            throw new IllegalArgumentException("a code's hash is not allowed: codeSha256=" + hash);
        }
        return hash;
    }

    private static Map<String, String> environment(JsonNode line) {
        Map<String, String> environment = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : line.path("environment").properties()) {
            String name = entry.getKey();
            String value = entry.getValue().asStringOpt().orElse("\0");
            if (!VARIABLE.matcher(name).matches() || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a variable of a worker is not allowed: name=" + name);
            }
            environment.put(name, value);
        }
        return environment;
    }

    private static Map<String, Long> keysUsed(JsonNode line) {
        Map<String, Long> keys = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : line.path("keys").properties()) {
            keys.put(entry.getKey(), Math.clamp(entry.getValue().asLong(0), 0, MAX_UNIX_SECONDS));
        }
        return keys;
    }

    private static List<FunctionStatus> functions(JsonNode line) {
        List<FunctionStatus> statuses = new ArrayList<>();
        for (JsonNode each : line.path("functions")) {
            statuses.add(FunctionStatus.newBuilder()
                    .setFunctionName(each.path("name").asString(""))
                    .setVersion(each.path("version").asInt(0))
                    .setState(state(each.path("state").asString("")))
                    .setMessage(each.path("message").asString(""))
                    .setWorkersReady(each.path("workersReady").asInt(0))
                    .setWorkersWanted(each.path("workersWanted").asInt(0))
                    .build());
        }
        return statuses;
    }

    private static FunctionState state(String name) {
        try {
            return FunctionState.valueOf(name);
        } catch (IllegalArgumentException _) {
            return FunctionState.FUNCTION_STATE_UNSPECIFIED; // of a newer tenant process
        }
    }
}
