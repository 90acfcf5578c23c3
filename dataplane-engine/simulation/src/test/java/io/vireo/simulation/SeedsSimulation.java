package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Seeds that must hold: those that once did not, and a range. {@code ./vireo test simulation --seed N} and {@code ./vireo test soak} choose others by the properties below.
 */
class SeedsSimulation {
    /** What every build runs, in which every fault must happen. */
    private static final String ALL = "1+500";

    /** FIRST+COUNT. */
    private static final String RANGE = System.getProperty("vireo.simulation.seeds", ALL);

    /** How long new seeds are taken; 0: until it is stopped; not given: the range alone. */
    private static final String MINUTES = System.getProperty("vireo.simulation.minutes", "");

    private final Seeds seeds =
            new Seeds(System.out, Integer.getInteger("vireo.simulation.events", Simulation.KEPT_EVENTS));

    @Test
    void holdsWhatOnceDidNot() throws IOException {
        for (long seed : regressionSeeds()) {
            seeds.runRange(seed, 1);
        }

        assertThat(seeds.failed()).isEmpty();
    }

    @Test
    void hold() {
        long first = Long.parseLong(RANGE.substring(0, RANGE.indexOf('+')));
        if (MINUTES.isEmpty()) {
            seeds.runRange(first, Long.parseLong(RANGE.substring(RANGE.indexOf('+') + 1)));
        } else {
            seeds.soak(first, Long.parseLong(MINUTES));
        }

        assertThat(seeds.failed()).isEmpty();
        if (RANGE.equals(ALL)) {
            assertThat(seeds.missingFaults()).as("faults that never happened").isEmpty();
        }
    }

    private static List<Long> regressionSeeds() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SeedsSimulation.class.getResourceAsStream("/regression-seeds.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                    .toList();
        }
    }
}
