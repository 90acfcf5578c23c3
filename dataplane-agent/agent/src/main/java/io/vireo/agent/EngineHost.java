package io.vireo.agent;

import io.vireo.supervision.ProcessSpec;
import io.vireo.supervision.Readiness;
import io.vireo.supervision.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The engine of a node: its configuration file and its process. */
final class EngineHost {
    static final String NAME = "engine";

    /** What an operator wants of the engine beyond what the agent decides, in the installation's folder: keys of its configuration. */
    static final String SETTINGS_FILE = "engine-settings.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of one log segment. */
    private static final int SEGMENT_BYTES = 64 << 20;

    private static final int REACTORS = 1;
    private static final int PARTITIONS = 4;

    /** Recovery reads the whole journal before the engine answers. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final AgentConfig config;
    private final Supervisor supervisor;

    EngineHost(AgentConfig config, Supervisor supervisor) {
        this.config = config;
        this.supervisor = supervisor;
    }

    /** Starts the engine, or adopts it. */
    void start() throws IOException {
        Map<String, Object> engine = new LinkedHashMap<>();
        engine.put("dataDirectory", config.dataDirectory().resolve("engine").toString());
        engine.put("socket", config.engineSocket().toString());
        engine.put("reactors", REACTORS);
        engine.put("partitions", PARTITIONS);
        engine.put("grantKeyFile", config.grantKeyFile().toString());
        engine.put("segmentBytes", SEGMENT_BYTES);
        engine.putAll(settings(config.dataDirectory().resolve(SETTINGS_FILE), engine));
        Path file = config.run().resolve("engine.json");
        DurableFile.replaceUnsynced(file, JSON.writeValueAsBytes(engine));
        Files.createDirectories(config.dataDirectory().resolve("engine"));
        List<String> command = new ArrayList<>(config.command(AgentConfig.ENGINE));
        command.addAll(List.of("--config", file.toString()));
        supervisor.start(ProcessSpec.named(NAME)
                .command(command)
                .directory(config.dataDirectory())
                .environment(Map.of("LANG", "C.UTF-8"))
                .files(config.run(), config.logs())
                .readiness(Readiness.unixSocket(config.engineSocket()))
                .startTimeout(START_LIMIT)
                .build());
    }

    /** What the operator wants; whether the engine knows the keys it says itself. */
    static Map<String, Object> settings(Path file, Map<String, Object> decided) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, Object> settings = JSON.readValue(Files.readString(file), new TypeReference<>() {});
            for (String key : settings.keySet()) {
                if (decided.containsKey(key)) {
                    throw new IOException("the agent decides this key itself: file=" + file + " key=" + key);
                }
            }
            return settings;
        } catch (JacksonException e) {
            throw new IOException(
                    "settings of the engine cannot be read: file=" + file + " " + e.getOriginalMessage(), e);
        }
    }

    /** Stops the engine; returns when it has ended. */
    void stop() throws InterruptedException {
        supervisor.stop(NAME);
    }
}
