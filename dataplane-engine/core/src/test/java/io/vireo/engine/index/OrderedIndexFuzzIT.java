package io.vireo.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.index.IndexModel.Keys;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Millions of operations beside a sorted map; every seed is new, and told when it fails. */
class OrderedIndexFuzzIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int STEPS = 100_000;
    private static final int ROUNDS = 16;

    @Test
    void answersLikeASortedMap() {
        long startNs = System.nanoTime();
        int rounds = 0;
        for (; rounds < ROUNDS && System.nanoTime() - startNs < LIMIT.toNanos(); rounds++) {
            Keys keys = Keys.values()[rounds % Keys.values().length];
            try (IndexModel model = new IndexModel(startNs + rounds)) {
                int steps = keys == Keys.LONG ? STEPS / 20 : STEPS;
                model.steps(keys, steps);
                model.steps(keys, steps);
                model.walk(true);
                model.empty();
            }
        }

        assertThat(rounds).isPositive();
    }
}
