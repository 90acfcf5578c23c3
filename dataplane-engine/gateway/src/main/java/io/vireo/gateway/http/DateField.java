package io.vireo.gateway.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as header fields carry them (RFC 1123), and the present one, made once a second. Threads: any. */
public final class DateField {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int MILLIS = 1000;

    private final Clock clock;
    private volatile Rendered rendered = new Rendered(-1, "");

    DateField(Clock clock) {
        this.clock = clock;
    }

    String now() {
        long second = clock.millis() / MILLIS;
        Rendered last = rendered;
        if (last.second != second) {
            last = new Rendered(second, format(second));
            rendered = last; // racing threads write the same
        }
        return last.text;
    }

    /** A moment in seconds since 1970-01-01T00:00:00Z. */
    public static String format(long unixSeconds) {
        return FORMAT.format(Instant.ofEpochSecond(unixSeconds));
    }

    private record Rendered(long second, String text) {}
}
