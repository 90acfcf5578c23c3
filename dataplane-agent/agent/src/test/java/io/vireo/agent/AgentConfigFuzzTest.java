package io.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code agent.json}: refused with the exception that is documented, or everything in it can be used as what it is for. */
class AgentConfigFuzzTest extends FuzzTest {
    @Override
    protected int executions() {
        return 8_000;
    }

    @Override
    protected void check(byte[] input) {
        AgentConfig config;
        try {
            config = AgentConfig.of(new String(input, StandardCharsets.UTF_8), "agent.json");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("agent.json: ");
            return;
        }
        assertThat(config.nodeName()).isNotEmpty();
        assertThat(config.controlPlane()).isNotEmpty().allMatch(address -> address.lastIndexOf(':') > 0);
        assertThat(config.engineSocket().getFileName()).hasToString("engine.sock");
        for (String program : List.of(AgentConfig.ENGINE, AgentConfig.GATEWAY, AgentConfig.WORKER_PYTHON)) {
            assertThat(config.command(program)).isNotEmpty().allMatch(word -> word != null && word.indexOf('\0') < 0);
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return texts("""
                {"nodeName": "n", "version": "1", "controlPlane": ["127.0.0.1:9000"], "caFingerprint": "%s", "joinTokenFile": "/j",
                 "grantKeyFile": "/g", "dataDirectory": "/d", "socketDirectory": "/s",
                 "commands": {"engine": ["java"], "gateway": ["java", "-x"], "worker-python": ["python3"]}}
                """.formatted("0a".repeat(32)));
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "null",
                "[null]",
                "[]",
                "{}",
                "\"\"",
                "\"\\u0000\"",
                "-1",
                "1e99",
                "true",
                "\":\"",
                "[[",
                "\"\\ud800\"");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
