package io.vireo.console.page;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and times as every page writes them: with units, thin groups, and times of the person's own zone. */
public final class Figures {
    /** What stands for nothing. */
    public static final String NONE = "—";

    private static final String[] BYTE_UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d, HH:mm", Locale.ROOT);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ROOT);

    private Figures() {}

    /** {@code 2.84 MB}: three digits, decimal units. */
    public static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String digits = unit == 0
                ? Long.toString(count)
                : value < 10
                        ? "%.2f".formatted(value)
                        : value < 100 ? "%.1f".formatted(value) : "%.0f".formatted(value);
        return digits + " " + BYTE_UNITS[unit];
    }

    /** {@code 41 200}: groups of three. */
    public static String count(long count) {
        return "%,d".formatted(count).replace(',', '\u2009');
    }

    /** {@code 3 functions}, {@code 1 function}. */
    public static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** How long ago below an hour, then the clock, then the day. */
    public static String time(@Nullable Instant time, Instant now) {
        if (time == null) {
            return NONE;
        }
        Duration ago = Duration.between(time, now);
        if (!ago.isNegative() && ago.toHours() < 1) {
            return ago.toSeconds() < 5
                    ? "just now"
                    : ago.toSeconds() < 60 ? ago.toSeconds() + " s ago" : ago.toMinutes() + " min ago";
        }
        return moment(time, now);
    }

    /** The clock of today, otherwise the day. */
    public static String moment(Instant time, Instant now) {
        var local = time.atZone(zone());
        var today = now.atZone(zone());
        if (local.toLocalDate().equals(today.toLocalDate())) {
            return CLOCK.format(local);
        }
        return (local.getYear() == today.getYear() ? DAY : YEAR).format(local);
    }

    /** {@code 22 d}, {@code 5 h}, {@code 12 min}: what is left or has passed, in its largest unit. */
    public static String span(Duration duration) {
        Duration length = duration.abs();
        if (length.toDays() > 0) {
            return length.toDays() + " d";
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h";
        }
        return length.toMinutes() > 0 ? length.toMinutes() + " min" : length.toSeconds() + " s";
    }

    /** The zone of the person's browser. */
    public static ZoneId zone() {
        UI ui = UI.getCurrent();
        ZoneId zone = ui == null ? null : ComponentUtil.getData(ui, ZoneId.class);
        return zone == null ? ZoneId.systemDefault() : zone;
    }
}
