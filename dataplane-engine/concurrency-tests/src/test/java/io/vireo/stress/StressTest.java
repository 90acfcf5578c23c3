package io.vireo.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every {@code *Stress} of this module in processes of its own, for a short time: {@code -Dvireo.stress.mode=default} gives it a long one.
 */
class StressTest {
    /** All actors of a test interpreted, or compiled by the same compiler; each by another one takes most of the time. */
    private static final List<String> SHORT = List.of(
            "-m", "sanity", "-sc", "false", "-time", "50", "-iters", "1", "-strideSize", "1024", "-strideCount", "40");

    private static final String MODE = System.getProperty("vireo.stress.mode", "");

    /** Classes named {@code *Stress}. */
    private static final int TESTS = 5;

    @TempDir
    Path folder;

    @Test
    void showsNothingForbidden() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-jvmArgsPrepend",
                "--enable-native-access=ALL-UNNAMED",
                "-r",
                folder.toString()));
        command.addAll(MODE.isEmpty() ? SHORT : List.of("-m", MODE));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told)
                .contains("Failed tests: No matches", "Error tests: No matches", TESTS + " matching test results");
    }
}
