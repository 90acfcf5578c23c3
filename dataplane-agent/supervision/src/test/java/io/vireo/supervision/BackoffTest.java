package io.vireo.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void startsAtOnceTheFirstTimeThenDoublesUpToTenSeconds() {
        List<Long> waits = IntStream.range(0, 9)
                .mapToObj(_ -> backoff.afterRun(Duration.ZERO).toMillis())
                .toList();

        assertThat(waits).containsExactly(0L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void isForgottenAfterAMinuteOfHealth() {
        backoff.afterRun(Duration.ZERO);
        backoff.afterRun(Duration.ZERO);

        assertThat(backoff.afterRun(Duration.ofSeconds(60))).isZero();
    }

    @Test
    void isKeptWhenTheProcessWasHealthyForLessThanAMinute() {
        backoff.afterRun(Duration.ZERO);

        assertThat(backoff.afterRun(Duration.ofMillis(59_999))).isEqualTo(Duration.ofMillis(200));
    }
}
