package io.vireo.invoker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The configuration that a tenant process is started with: refused with the exception that is documented, or all there. */
class ProcessConfigFuzzTest extends FuzzTest {
    @Override
    protected int executions() {
        return 8_000;
    }

    @Override
    protected void check(byte[] input) {
        ProcessConfig config;
        try {
            config = ProcessConfig.of(new String(input, StandardCharsets.UTF_8), "gateway.json");
        } catch (ConfigException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(config.tenantId()).isNotEmpty();
        assertThat(config.engineGrantBytes()).isNotNull();
        assertThat(List.of(config.controlSocket(), config.invokerSocket(), config.engineSocket()))
                .noneMatch(path -> path.toString().isEmpty());
    }

    @Override
    protected List<byte[]> seeds() {
        return texts("""
                {"tenantId": "6f1c1d9e-4f5b-4f7e-9d4e-1f2a3b4c5d6e", "tenantName": "t", "controlSocket": "/c", "invokerSocket": "/i",
                 "engineSocket": "/e", "engineGrant": "AQID", "logDirectory": "/l"}""");
    }

    @Override
    protected List<byte[]> words() {
        return texts("null", "[]", "{}", "\"\"", "\"\\u0000\"", "-1", "true", "\"=\"", "[[", "\"\\ud800\"");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
