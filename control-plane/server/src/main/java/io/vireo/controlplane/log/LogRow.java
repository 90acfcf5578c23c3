package io.vireo.controlplane.log;

import io.vireo.controlplane.LogLine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log line as the gateway sends it and as REST passes it on. */
record LogRow(
        long seq,
        long timeNs,
        @Nullable String level,
        @Nullable String source,
        @Nullable String message,
        @Nullable Map<String, @Nullable Object> fields,
        @Nullable String eventId,
        int version,
        @Nullable String worker) {

    static LogRow of(LogLine line) {
        return new LogRow(
                line.sequenceNumber(),
                line.timeNs(),
                line.level(),
                line.source(),
                line.message(),
                line.fields(),
                line.eventId(),
                line.version(),
                line.worker());
    }

    LogLine toLine() {
        return new LogLine(
                seq,
                timeNs,
                orEmpty(level),
                orEmpty(source),
                orEmpty(message),
                fields == null ? Map.of() : new LinkedHashMap<>(fields),
                eventId == null || eventId.isEmpty() ? null : eventId,
                version,
                orEmpty(worker));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
