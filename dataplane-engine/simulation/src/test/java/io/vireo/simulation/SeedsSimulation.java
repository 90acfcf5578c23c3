package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Seeds that must pass: those that once did not, and a range. {@code -Dvireo.simulation.seeds=FIRST+COUNT} chooses another. */
class SeedsSimulation {
    private static final String RANGE = System.getProperty("vireo.simulation.seeds", "1+500");

    @Test
    void holdWhatOnceDidNot() throws IOException {
        for (long seed : regressionSeeds()) {
            Simulation.run(seed);
        }
    }

    @Test
    void hold() {
        long first = Long.parseLong(RANGE.substring(0, RANGE.indexOf('+')));
        long count = Long.parseLong(RANGE.substring(RANGE.indexOf('+') + 1));
        List<FailedRun> failures = new ArrayList<>();
        LongStream.range(first, first + count).forEach(seed -> {
            try {
                Simulation.run(seed);
            } catch (FailedRun e) {
                failures.add(e);
            }
        });
        assertThat(failures).isEmpty();
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
