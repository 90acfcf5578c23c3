package io.vireo.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.e2e.platform.Installation;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The benchmark of a whole installation, with tiny inputs: its form, never its figures. */
class BenchE2eTest {
    private static final List<String> FIGURES = List.of(
            "platform/start",
            "platform/idle-cpu",
            "platform/idle-memory",
            "platform/kill-engine",
            "platform/kill-gateway",
            "platform/kill-worker",
            "platform/kill-agent",
            "platform/kill-console",
            "platform/kill-postgres");

    @Test
    void measuresAWholeInstallation() {
        JsonNode figures = new ObjectMapper()
                .readTree(Installation.vireo(
                                "bench",
                                "platform",
                                "--runs",
                                "1",
                                "--round-trips",
                                "1000",
                                "--idle-seconds",
                                "1",
                                "--json",
                                "-")
                        .orFail()
                        .output());

        assertThat(figures.valueStream().map(figure -> figure.path("name").asString()))
                .startsWith(FIGURES.toArray(String[]::new))
                .endsWith("machine");
        assertThat(figures.valueStream().limit(FIGURES.size()))
                .allSatisfy(
                        figure -> assertThat(figure.path("value").asDouble()).isPositive());
    }
}
