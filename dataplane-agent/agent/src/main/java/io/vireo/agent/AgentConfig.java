package io.vireo.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an agent is told when it is started: {@code agent.json}. Keys that are missing or unknown are refused.
 *
 * @param nodeName under which it enrols
 * @param version of the programs
 * @param controlPlane addresses, HOST:PORT, tried in turn
 * @param caFingerprint SHA-256 of the control plane's certificate authority, in hex; trusted when it enrols
 * @param joinTokenFile holds the token that it enrols with
 * @param grantKeyFile the key that signs grants, which the engine has too
 * @param dataDirectory of the installation
 * @param socketDirectory where Unix sockets go
 * @param commands program and arguments of {@code engine}, {@code gateway} and {@code worker-python}
 */
public record AgentConfig(
        String nodeName,
        String version,
        List<String> controlPlane,
        String caFingerprint,
        Path joinTokenFile,
        Path grantKeyFile,
        Path dataDirectory,
        Path socketDirectory,
        Map<String, List<String>> commands) {
    public static final String ENGINE = "engine";
    public static final String GATEWAY = "gateway";
    public static final String WORKER_PYTHON = "worker-python";

    private static final int SHA_256_HEX_LENGTH = 64;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    public AgentConfig {
        controlPlane = List.copyOf(controlPlane);
        commands = Map.copyOf(commands);
        check(!nodeName.isEmpty(), "nodeName", "is empty");
        check(!controlPlane.isEmpty(), "controlPlane", "is empty");
        for (String address : controlPlane) {
            check(address.lastIndexOf(':') > 0, "controlPlane", "is not HOST:PORT: " + address);
        }
        check(isSha256(caFingerprint), "caFingerprint", "is not a SHA-256 in hex: " + caFingerprint);
        for (String program : List.of(ENGINE, GATEWAY, WORKER_PYTHON)) {
            List<String> command = commands.getOrDefault(program, List.of());
            check(!command.isEmpty(), "commands." + program, "is missing");
            check(
                    command.stream().allMatch(AgentConfig::isArgument),
                    "commands." + program,
                    "holds what is no argument");
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException naming the key that cannot be taken
     * @throws IOException if the file cannot be read
     */
    static AgentConfig read(Path file) throws IOException {
        return of(Files.readString(file), file.toString());
    }

    /**
     * Takes the text of a configuration.
     *
     * @param where it is from, for messages
     * @throws IllegalArgumentException naming the key that cannot be taken
     */
    static AgentConfig of(String text, String where) {
        try {
            AgentConfig config = JSON.readValue(text, AgentConfig.class);
            if (config == null) {
                throw new IllegalArgumentException(where + ": holds nothing");
            }
            return config;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(where + ": " + e.getOriginalMessage(), e);
        }
    }

    public Path agentDirectory() {
        return dataDirectory.resolve("agent");
    }

    public Path run() {
        return dataDirectory.resolve("run");
    }

    public Path logs() {
        return dataDirectory.resolve("logs");
    }

    public Path engineSocket() {
        return socketDirectory.resolve("engine.sock");
    }

    /** The command of a program, of {@link #commands}. */
    public List<String> command(String program) {
        return commands.getOrDefault(program, List.of());
    }

    /** Whether the control plane is on this machine, where coming back often disturbs nobody. */
    public boolean isControlPlaneLocal() {
        return controlPlane.stream().allMatch(address -> {
            String host = address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException _) {
                return false; // not known now is not local
            }
        });
    }

    /** Whether a process can be started with it. */
    private static boolean isArgument(@Nullable String text) {
        return text != null && text.indexOf('\0') < 0;
    }

    private static boolean isSha256(String text) {
        return text.length() == SHA_256_HEX_LENGTH && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private static void check(boolean holds, String key, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(key + " " + reason);
        }
    }
}
