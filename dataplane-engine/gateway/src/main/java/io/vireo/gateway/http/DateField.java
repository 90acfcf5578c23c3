package io.vireo.gateway.http;

import java.time.Clock;
import java.time.LocalDate;

/** Dates as header fields carry them (RFC 1123), and the present one, made once a second. Threads: any. */
public final class DateField {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NAME_LENGTH = 3;
    private static final int SECONDS_A_DAY = 86_400;
    private static final int SECONDS_AN_HOUR = 3_600;
    private static final int SECONDS_A_MINUTE = 60;
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

    /** A moment in seconds since 1970-01-01T00:00:00Z. By hand, because every answer about an item carries one. */
    public static String format(long unixSeconds) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(unixSeconds, SECONDS_A_DAY));
        int second = (int) Math.floorMod(unixSeconds, (long) SECONDS_A_DAY);
        StringBuilder text = new StringBuilder(29);
        appendName(text, DAYS, date.getDayOfWeek().ordinal()).append(", ");
        appendTwoDigits(text, date.getDayOfMonth()).append(' ');
        appendName(text, MONTHS, date.getMonthValue() - 1).append(' ');
        text.append(date.getYear()).append(' ');
        appendTwoDigits(text, second / SECONDS_AN_HOUR).append(':');
        appendTwoDigits(text, second / SECONDS_A_MINUTE % SECONDS_A_MINUTE).append(':');
        return appendTwoDigits(text, second % SECONDS_A_MINUTE).append(" GMT").toString();
    }

    private static StringBuilder appendName(StringBuilder text, String names, int index) {
        return text.append(names, index * NAME_LENGTH, (index + 1) * NAME_LENGTH);
    }

    private static StringBuilder appendTwoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private record Rendered(long second, String text) {}
}
