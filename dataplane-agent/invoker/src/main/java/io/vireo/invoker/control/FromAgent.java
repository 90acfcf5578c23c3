package io.vireo.invoker.control;

import io.vireo.invoker.config.ConfigException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an agent says, one JSON object a line. Keys that are not known are passed over, types that are not known are not. */
sealed interface FromAgent {

    /** The tenant as it is to be from now on. */
    record Apply(long version, String engineGrant, JsonNode tenant) implements FromAgent {}

    /** A worker's process was started, or was found running. */
    record WorkerStarted(String worker, long pid) implements FromAgent {}

    /** A worker's process ended; 128 + N: by signal N. */
    record WorkerExited(String worker, long pid, int exitCode) implements FromAgent {}

    /** Finish what is under way and exit. */
    record Drain() implements FromAgent {}

    /**
     * Reads one line.
     *
     * @throws ConfigException if it is not JSON, or its type or one of its fields is not what it must be
     */
    static FromAgent parse(JsonMapper mapper, String line) {
        JsonNode message;
        try {
            message = mapper.readTree(line);
        } catch (JacksonException e) {
            throw new ConfigException("", "a line of the agent is not JSON: " + e.getOriginalMessage());
        }
        String type = message.path("type").asString("");
        return switch (type) {
            case "apply" ->
                new Apply(
                        number(message, "version"),
                        message.path("engineGrant").asString(""),
                        required(message, "tenant"));
            case "workerStarted" -> new WorkerStarted(text(message, "worker"), number(message, "pid"));
            case "workerExited" ->
                new WorkerExited(
                        text(message, "worker"),
                        message.path("pid").asLong(0),
                        message.path("exitCode").asInt(-1));
            case "drain" -> new Drain();
            default -> throw new ConfigException("type", "is not known: value=" + type);
        };
    }

    private static long number(JsonNode message, String field) {
        return required(message, field).asLongOpt().orElseThrow(() -> new ConfigException(field, "is not a number"));
    }

    private static String text(JsonNode message, String field) {
        return required(message, field).asStringOpt().orElseThrow(() -> new ConfigException(field, "is not a text"));
    }

    private static JsonNode required(JsonNode message, String field) {
        @Nullable JsonNode value = message.get(field);
        if (value == null || value.isNull()) {
            throw new ConfigException(field, "is missing");
        }
        return value;
    }
}
