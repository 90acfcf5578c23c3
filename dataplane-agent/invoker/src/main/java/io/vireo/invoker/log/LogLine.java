package io.vireo.invoker.log;

import java.util.Locale;

/**
 * One line that a function, its worker or the platform wrote.
 *
 * @param timeNs nanoseconds since 1970-01-01T00:00:00Z, by the clock of who wrote it
 * @param level how bad
 * @param source who wrote it
 * @param message the line
 * @param fields a JSON object as text; empty: none
 * @param eventId during which event; empty: none
 * @param version of the function
 * @param worker index of the worker; empty: none
 */
public record LogLine(
        long timeNs,
        Level level,
        Source source,
        String message,
        String fields,
        String eventId,
        int version,
        String worker) {

    /** From least to most severe; the order is that of {@code worker.capnp}. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR;

        final String word = name().toLowerCase(Locale.ROOT);
    }

    /** Who wrote a line; the order is that of {@code worker.capnp}. */
    public enum Source {
        LOGGER,
        STDOUT,
        STDERR,
        PLATFORM;

        final String word = name().toLowerCase(Locale.ROOT);
    }
}
