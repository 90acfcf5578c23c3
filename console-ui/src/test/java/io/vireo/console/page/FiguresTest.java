package io.vireo.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Instant NOW = Instant.parse("2026-11-22T06:12:10Z");

    @Test
    void writesBytesWithThreeDigits() {
        assertThat(Figures.bytes(0)).isEqualTo("0 B");
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(4_100)).isEqualTo("4.10 KB");
        assertThat(Figures.bytes(18_600_000)).isEqualTo("18.6 MB");
        assertThat(Figures.bytes(118_000_000_000_000L)).isEqualTo("118 TB");
    }

    @Test
    void groupsCountsByThinSpaces() {
        assertThat(Figures.count(41_200)).isEqualTo("41\u2009200");
        assertThat(Figures.count(1, "node")).isEqualTo("1 node");
        assertThat(Figures.count(2, "node")).isEqualTo("2 nodes");
    }

    @Test
    void tellsHowLongAgoBelowAnHour() {
        assertThat(Figures.time(NOW.minusSeconds(2), NOW)).isEqualTo("just now");
        assertThat(Figures.time(NOW.minusSeconds(42), NOW)).isEqualTo("42 s ago");
        assertThat(Figures.time(NOW.minusSeconds(130), NOW)).isEqualTo("2 min ago");
        assertThat(Figures.time(null, NOW)).isEqualTo(Figures.NONE);
    }

    @Test
    void tellsTheDayBeyondToday() {
        assertThat(Figures.time(NOW.minus(Duration.ofDays(3)), NOW)).startsWith("Nov 19");
        assertThat(Figures.time(NOW.minus(Duration.ofDays(400)), NOW)).endsWith("2025");
    }
}
