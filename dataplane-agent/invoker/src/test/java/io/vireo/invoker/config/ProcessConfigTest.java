package io.vireo.invoker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessConfigTest {
    private static final String GOOD = """
            {"tenantId":"t1","tenantName":"default","controlSocket":"/run/gw.sock","invokerSocket":"/run/inv.sock",
             "engineSocket":"/run/engine.sock","engineGrant":"AQID","logDirectory":"/logs"}""";

    @TempDir
    private Path folder;

    @Test
    void readsEveryKey() throws IOException {
        ProcessConfig config = read(GOOD);

        assertThat(config.tenantId()).isEqualTo("t1");
        assertThat(config.controlSocket()).isEqualTo(Path.of("/run/gw.sock"));
        assertThat(config.engineGrantBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void refusesAKeyThatIsUnknownOrMissing() {
        assertRefused(GOOD.replace("tenantName", "tenantNamee"));
        assertRefused(GOOD.replace("\"engineGrant\":\"AQID\",", ""));
    }

    @Test
    void refusesAGrantThatIsNotBase64() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(GOOD.replace("AQID", "?")))
                .extracting(ConfigException::field)
                .isEqualTo("engineGrant");
    }

    private void assertRefused(String json) {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> read(json));
    }

    private ProcessConfig read(String json) throws IOException {
        return ProcessConfig.read(Files.writeString(folder.resolve("gateway.json"), json));
    }
}
