package io.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineHostTest {
    private static final Map<String, Object> DECIDED = Map.of("reactors", 1);

    @TempDir
    Path folder;

    private Map<String, Object> settings(String text) throws IOException {
        Path file = Files.writeString(folder.resolve(EngineHost.SETTINGS_FILE), text);
        return EngineHost.settings(file, DECIDED);
    }

    @Test
    void takesSettingsOfTheOperator() throws IOException {
        assertThat(settings("{\"diskAccess\": \"threads\", \"memoryBytes\": 8589934592}"))
                .isEqualTo(Map.of("diskAccess", "threads", "memoryBytes", 8_589_934_592L));
    }

    @Test
    void needsNone() throws IOException {
        assertThat(EngineHost.settings(folder.resolve("absent.json"), DECIDED)).isEmpty();
    }

    @Test
    void refusesWhatTheAgentDecidesAndWhatIsNoObject() {
        assertThatThrownBy(() -> settings("{\"reactors\": 2}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("engine-settings.json key=reactors");
        assertThatThrownBy(() -> settings("[1]"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("settings of the engine cannot be read");
    }
}
