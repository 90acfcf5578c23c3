package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.simulation.world.Fault;
import io.vireo.simulation.world.Faults;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails at each change of the disk in turn, from the first that a new engine makes: what is there afterwards is right each time. */
class CrashAtEveryWriteSimulation {
    /** Fewer would mean that runs ended before they began. */
    private static final int CHANGES_MIN = 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothing(long seed) {
        long change = 1;
        while (hasCrashed(Simulation.runCrashingAt(seed, change).faults())) {
            change++;
        }

        assertThat(change).isGreaterThan(CHANGES_MIN);
    }

    private static boolean hasCrashed(Faults faults) {
        return faults.count(Fault.POWER_LOST_IN_WRITE)
                        + faults.count(Fault.POWER_LOST_IN_FLUSH)
                        + faults.count(Fault.POWER_LOST_IN_NAMING)
                > 0;
    }
}
