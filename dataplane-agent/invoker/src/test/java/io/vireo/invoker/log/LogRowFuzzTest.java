package io.vireo.invoker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines that functions write, whose fields are whatever a stranger sends: always one row of JSON on one line, in which nothing of the stranger's stands
 * for what the platform says. Rows that others have written to the stream are read, or do not match.
 */
class LogRowFuzzTest extends FuzzTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final LogRow.Filter FILTER = new LogRow.Filter("warn", "x", 3);

    @Override
    protected void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        byte[] row =
                LogRow.encode(new LogLine(5, LogLine.Level.WARN, LogLine.Source.STDOUT, text, text, "e-1", 3, "0"));
        byte[] numbered = LogRow.withSequence(7, row);
        assertThat(numbered).doesNotContain((byte) '\n');
        JsonNode read = MAPPER.readTree(numbered);
        assertThat(read.path("seq").asLong()).isEqualTo(7);
        assertThat(read.path("timeNs").asLong()).isEqualTo(5);
        assertThat(read.path("level").asString()).isEqualTo("warn");
        assertThat(read.path("version").asInt()).isEqualTo(3);
        assertThat(read.path("message").asString()).isEqualTo(text);
        if (!text.isEmpty()) {
            assertThat(read.path("fields").isObject()).isTrue();
        }
        FILTER.matches(input);
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of("{\"a\": 1, \"b\": [true, null, 1.5]}", "x", "{\"level\": \"error\"}{\"version\": 1}").stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    protected List<byte[]> words() {
        return List.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"",
                        "\\u0000",
                        "\\ud800",
                        "\n",
                        "1e9999999",
                        "null",
                        "\"version\":",
                        "{\"message\": {}}")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
