package io.vireo.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconnectionTest {
    /** Always draws the largest number that it may: shows the bounds. */
    private final RandomGenerator largest = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void doublesItsBoundFromHalfASecondToHalfAMinute() {
        assertThat(waits(new Reconnection(largest, false), 9))
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void comesBackWithinSecondsToAControlPlaneOnItsOwnMachine() {
        assertThat(waits(new Reconnection(largest, true), 5)).containsExactly(500L, 1000L, 2000L, 2000L, 2000L);
    }

    @Test
    void beginsAnewAfterAMinuteOfConnection() {
        Reconnection reconnection = new Reconnection(largest, false);
        waits(reconnection, 5);

        assertThat(reconnection.afterLoss(Duration.ofSeconds(60))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void drawsFromTheWholeRange() {
        Reconnection reconnection = new Reconnection(RandomGenerator.of("L64X128MixRandom"), true);

        assertThat(waits(reconnection, 200))
                .allMatch(wait -> wait >= 0 && wait <= 2000)
                .anyMatch(wait -> wait < 500);
    }

    private static List<Long> waits(Reconnection reconnection, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> reconnection.afterLoss(Duration.ZERO).toMillis())
                .toList();
    }
}
