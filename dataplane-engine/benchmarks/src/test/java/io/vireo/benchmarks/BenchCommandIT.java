package io.vireo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandIT {
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        return BenchCommand.run(new PrintWriter(out, true), arguments);
    }

    @Test
    void writesFiguresAndTheMachineAsJson() throws IOException {
        Path file = folder.resolve("figures.json");

        assertThat(run("channel", "--runs", "3", "--round-trips", "1000", "--json", file.toString()))
                .isZero();

        JsonNode figures = JsonMapper.builder().build().readTree(file);
        assertThat(figures.size()).isEqualTo(6);
        JsonNode channel = figures.get(0);
        assertThat(channel.propertyNames())
                .containsExactlyInAnyOrder(
                        "name", "unit", "value", "peer", "peerValue", "ratio", "goal", "met", "note");
        assertThat(channel.get("name").asString()).isEqualTo("channel");
        assertThat(channel.get("value").asDouble()).isPositive();
        assertThat(channel.get("peerValue").asDouble()).isPositive();
        assertThat(figures.get(3).get("peer").asString()).isEqualTo("Aeron IPC");
        assertThat(figures.get(4).get("name").asString()).isEqualTo("channel-remote");
        assertThat(figures.get(4).get("value").asDouble()).isPositive();
        JsonNode machine = figures.get(5);
        assertThat(machine.get("name").asString()).isEqualTo("machine");
        assertThat(machine.get("nullSystemCallNs").asDouble()).isPositive();
        assertThat(machine.get("ringRoundTripNs").asDouble()).isPositive();
        assertThat(out.toString()).contains("channel", "machine: ");
    }

    @Test
    void measuresConditionsBesideTheSameInJava() throws IOException {
        Path file = folder.resolve("figures.json");

        assertThat(run("expressions", "--runs", "3", "--round-trips", "1000", "--json", file.toString()))
                .isZero();

        JsonNode figures = JsonMapper.builder().build().readTree(file);
        assertThat(figures.get(0).get("name").asString()).isEqualTo("expression-dynamo");
        assertThat(figures.get(1).get("name").asString()).isEqualTo("expression-native");
        assertThat(figures.get(1).get("value").asDouble()).isPositive();
    }

    @Test
    void measuresAnEngineThroughAChannel() throws IOException {
        Path file = folder.resolve("figures.json");

        assertThat(run("engine", "--runs", "1", "--round-trips", "1000", "--json", file.toString()))
                .isZero();

        JsonNode figures = JsonMapper.builder().build().readTree(file);
        List<String> names = figures.valueStream()
                .map(figure -> figure.get("name").asString())
                .toList();
        assertThat(names)
                .startsWith(
                        "engine-put-one",
                        "engine-put-deep",
                        "engine-get",
                        "disk-put-one",
                        "disk-put-deep",
                        "disk-read",
                        "disk-read-cpu")
                .endsWith("machine");
        assertThat(names.contains("engine-put-memory") && names.contains("engine-get-memory"))
                .as("where Redis is installed, it is measured too: " + names)
                .isEqualTo(RedisServer.isHere());
        for (int i = 0; i < names.size() - 1; i++) {
            assertThat(figures.get(i).get("value").asDouble()).isPositive();
            assertThat(figures.get(i).get("peerValue").asDouble()).isPositive();
        }
    }

    @Test
    void measuresWhatIsOnTheDiskBesideWhatPeopleUse() throws IOException {
        Path file = folder.resolve("figures.json");

        assertThat(run("journal", "--runs", "1", "--round-trips", "1000", "--items", "2000", "--json", file.toString()))
                .isZero();

        JsonNode figures = JsonMapper.builder().build().readTree(file);
        List<String> names = figures.valueStream()
                .map(figure -> figure.get("name").asString())
                .toList();
        assertThat(names)
                .startsWith("put-durable")
                .contains("scan", "scan-bound", "body-write", "body-read", "stream-append", "stream-read")
                .endsWith("machine");
        assertThat(names.contains("put-durable-redis") && names.contains("restart-beside-redis"))
                .isEqualTo(RedisServer.isHere());
        assertThat(names.contains("random-read")).isEqualTo(FioPeer.isHere());
        for (int i = 0; i < names.size() - 1; i++) {
            assertThat(figures.get(i).get("value").asDouble()).isPositive();
            assertThat(figures.get(i).get("peerValue").asDouble()).isPositive();
        }
    }

    @Test
    void measuresHowSoonAKilledEngineAnswers() throws IOException {
        Path file = folder.resolve("figures.json");

        assertThat(run("restart", "--runs", "2", "--items", "2000", "--json", file.toString()))
                .isZero();

        JsonNode restart = JsonMapper.builder().build().readTree(file).get(0);
        assertThat(restart.get("name").asString()).isEqualTo("restart");
        assertThat(restart.get("value").asDouble()).isPositive();
        assertThat(restart.get("note").asString()).contains("2,000 items", "items=2000");
    }

    @Test
    void measuresWhatGrowthCosts() throws IOException {
        Path file = folder.resolve("figures.json");

        assertThat(run("growth", "--runs", "1", "--round-trips", "1000", "--items", "3000", "--json", file.toString()))
                .isZero();

        JsonNode figures = JsonMapper.builder().build().readTree(file);
        List<String> names = figures.valueStream()
                .map(figure -> figure.get("name").asString())
                .toList();
        assertThat(names).containsExactly("growth-put", "growth-get", "growth-get-any", "growth-memory", "machine");
        assertThat(figures.get(0).get("note").asString()).startsWith("3,000 items");
        assertThat(figures.get(3).get("value").asDouble()).isPositive();
    }

    @Test
    void namesWhatItKnowsWhenAskedForSomethingElse() {
        assertThat(run("nothing")).isEqualTo(2);
    }
}
