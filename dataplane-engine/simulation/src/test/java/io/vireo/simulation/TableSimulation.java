package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Secondary indexes under crashes: the entries are those that the rows make. */
class TableSimulation {
    /** First seed and how many, {@code 1+40}. */
    private static final String RANGE = System.getProperty("vireo.simulation.table-seeds", "1+40");

    @Test
    void keepsTheEntriesThatTheRowsMake() {
        long first = Long.parseLong(RANGE.substring(0, RANGE.indexOf('+')));
        long count = Long.parseLong(RANGE.substring(RANGE.indexOf('+') + 1));
        for (long seed = first; seed < first + count; seed++) {
            long each = seed;
            assertThatCode(() -> TableRun.run(each)).as("seed " + seed).doesNotThrowAnyException();
        }
    }
}
