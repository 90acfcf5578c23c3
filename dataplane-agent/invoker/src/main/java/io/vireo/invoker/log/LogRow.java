package io.vireo.invoker.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log line as it lies in the stream: a JSON object without its sequence number, which the stream gives it.
 *
 * <pre>
 *   {"timeNs":…,"level":"info","source":"stdout","message":"…","fields":{…},"eventId":"…","version":3,"worker":"0"}
 * </pre>
 */
final class LogRow {
    private static final JsonMapper MAPPER = new JsonMapper();

    private LogRow() {}

    /** The bytes that go into the stream. */
    static byte[] encode(LogLine line) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(128 + line.message().length());
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("timeNs", line.timeNs());
            json.writeStringProperty("level", line.level().word);
            json.writeStringProperty("source", line.source().word);
            json.writeStringProperty("message", line.message());
            if (!line.fields().isEmpty()) {
                json.writeName("fields");
                json.writeTree(fieldsOf(line.fields()));
            }
            json.writeStringProperty("eventId", line.eventId());
            json.writeNumberProperty("version", line.version());
            json.writeStringProperty("worker", line.worker());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The row as readers get it: with its sequence number in front. */
    static byte[] withSequence(long sequence, byte[] row) {
        byte[] start = ("{\"seq\":" + sequence + ",").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + row.length - 1];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(row, 1, whole, start.length, row.length - 1);
        return whole;
    }

    /** The fields came from a stranger: what is no JSON object is kept as a text. */
    private static JsonNode fieldsOf(String fields) {
        try {
            JsonNode node = MAPPER.readTree(fields);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // kept as a text below
        }
        return MAPPER.createObjectNode().put("text", fields);
    }

    /** Which rows a reader wants. */
    static final class Filter {
        private final int leastLevel;
        private final String text;
        private final int version;

        /**
         * @param level least one; empty: all
         * @param text that the message, a field or the event's id contains, without regard to case; empty: all
         * @param version of the function; 0: all
         * @throws IllegalArgumentException if the level is not known
         */
        Filter(String level, String text, int version) {
            this.leastLevel = level.isEmpty()
                    ? 0
                    : LogLine.Level.valueOf(level.toUpperCase(Locale.ROOT)).ordinal();
            this.text = text.toLowerCase(Locale.ROOT);
            this.version = version;
        }

        boolean matches(byte[] row) {
            if (leastLevel == 0 && text.isEmpty() && version == 0) {
                return true;
            }
            JsonNode node;
            try {
                node = MAPPER.readTree(row);
            } catch (JacksonException e) {
                return false; // not written by us, and nothing to compare
            }
            return (leastLevel == 0 || levelOf(node) >= leastLevel)
                    && (version == 0 || node.path("version").asInt(0) == version)
                    && (text.isEmpty()
                            || holdsText(node.path("message").asString(""))
                            || holdsText(node.path("eventId").asString(""))
                            || node.path("fields").properties().stream().anyMatch(this::holdsText));
        }

        /** A field as it is shown: {@code name=value}. */
        private boolean holdsText(Map.Entry<String, JsonNode> field) {
            JsonNode value = field.getValue();
            return holdsText(field.getKey() + "=" + (value.isString() ? value.asString() : value.toString()));
        }

        private boolean holdsText(String shown) {
            return shown.toLowerCase(Locale.ROOT).contains(text);
        }

        private static int levelOf(JsonNode node) {
            String word = node.path("level").asString("");
            for (LogLine.Level level : LogLine.Level.values()) {
                if (level.word.equals(word)) {
                    return level.ordinal();
                }
            }
            return 0;
        }
    }
}
