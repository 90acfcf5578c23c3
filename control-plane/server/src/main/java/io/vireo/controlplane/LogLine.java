package io.vireo.controlplane;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line that a function wrote.
 *
 * @param sequenceNumber its place in the function's log; grows without end, with gaps
 * @param timeNs when it was written, nanoseconds since 1970 UTC
 * @param level {@code debug}, {@code info}, {@code warn}, {@code error}
 * @param source {@code logger}, {@code stdout}, {@code stderr}, {@code platform}
 * @param fields of a structured line; values are strings, numbers, booleans, lists, maps or null
 * @param eventId of the event that was being handled; null: none
 * @param version of the function
 * @param worker that wrote it
 */
public record LogLine(
        long sequenceNumber,
        long timeNs,
        String level,
        String source,
        String message,
        Map<String, @Nullable Object> fields,
        @Nullable String eventId,
        int version,
        String worker) {}
