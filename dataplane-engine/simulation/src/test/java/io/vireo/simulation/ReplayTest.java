package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final List<Long> SEEDS = List.of(1L, 7L, 21L, 118L);

    @Test
    void repeatsARunToTheLastEvent() {
        for (long seed : SEEDS) {
            assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
        }
    }

    /** Another process has other hash salts, other addresses and another clock. */
    @Test
    void repeatsARunInAnotherProcess() throws IOException, InterruptedException {
        for (long seed : SEEDS) {
            assertThat(outcomeInAnotherProcess(seed))
                    .isEqualTo(Simulation.run(seed).toString());
        }
    }

    private static String outcomeInAnotherProcess(long seed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PrintOutcome.class.getName(),
                        Long.toString(seed))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.strip();
    }

    /** Prints what came of a seed. */
    static final class PrintOutcome {
        private PrintOutcome() {}

        public static void main(String[] arguments) {
            System.out.println(Simulation.run(Long.parseLong(arguments[0])));
        }
    }
}
