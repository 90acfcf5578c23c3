package io.vireo.invoker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a tenant process is started: where it listens for its agent and its workers, and where the engine is.
 *
 * @param tenantId UUID
 * @param tenantName for people
 * @param controlSocket Unix socket that the agent connects to
 * @param invokerSocket Unix socket that the workers connect to
 * @param engineSocket Unix socket of the engine
 * @param engineGrant token for the tenant's containers, Base64
 * @param logDirectory where this process may write files of its own
 */
public record ProcessConfig(
        String tenantId,
        String tenantName,
        Path controlSocket,
        Path invokerSocket,
        Path engineSocket,
        String engineGrant,
        Path logDirectory) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Checks that nothing is empty and that the grant is Base64. */
    public ProcessConfig {
        require("tenantId", tenantId);
        require("controlSocket", controlSocket.toString());
        require("invokerSocket", invokerSocket.toString());
        require("engineSocket", engineSocket.toString());
        grantOf(engineGrant);
    }

    /**
     * Reads a configuration file. A key that is missing or unknown is refused.
     *
     * @throws ConfigException naming the key
     * @throws IOException if the file cannot be read
     */
    public static ProcessConfig read(Path file) throws IOException {
        return of(Files.readString(file), file.toString());
    }

    /**
     * Takes the text of a configuration.
     *
     * @param where it is from, for messages
     * @throws ConfigException naming the key
     */
    static ProcessConfig of(String text, String where) {
        try {
            ProcessConfig config = MAPPER.readValue(text, ProcessConfig.class);
            if (config == null) {
                throw new ConfigException("", where + ": holds nothing");
            }
            return config;
        } catch (JacksonException e) {
            if (e.getCause() instanceof ConfigException refused) {
                throw refused;
            }
            throw new ConfigException(FieldPath.of(e), where + ": " + e.getOriginalMessage());
        }
    }

    /** The token for the tenant's containers. */
    public byte[] engineGrantBytes() {
        return grantOf(engineGrant);
    }

    /**
     * Decodes a grant.
     *
     * @throws ConfigException if it is not Base64
     */
    public static byte[] grantOf(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("engineGrant", "is not Base64");
        }
    }

    private static void require(String field, String value) {
        if (value.isEmpty()) {
            throw new ConfigException(field, "is empty");
        }
    }
}
