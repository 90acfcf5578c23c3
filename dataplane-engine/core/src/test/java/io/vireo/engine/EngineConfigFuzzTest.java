package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Configurations: refused with the exception that is documented, or values which, written as JSON, read as the same. */
class EngineConfigFuzzTest extends FuzzTest {
    @Override
    protected void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Map<String, Object> values = FlatJson.parse(text);
            assertThat(FlatJson.parse(json(values))).isEqualTo(values);
            assertThat(text.strip()).endsWith("}"); // nothing after it is passed over
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("configuration ");
        }
        try {
            assertThat(EngineConfig.of(text).partitions()).isPositive();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static String json(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ": "
                        + (entry.getValue() instanceof String value ? quoted(value) : entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of(
                """
                {"dataDirectory": "/d", "socket": "/s", "reactors": 2, "partitions": 4, "grantKeyFile": "/k", "segmentBytes": 2097152,
                 "spinNs": 0}
                """.getBytes(StandardCharsets.UTF_8), "{ \"a\\u00e4\\n\\/\" : -12 }".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected List<byte[]> words() {
        return List.of("\"", "\\u", "\\", ":", ",", "{", "}", "memoryBytes", "-", "\0", "\u0663").stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
