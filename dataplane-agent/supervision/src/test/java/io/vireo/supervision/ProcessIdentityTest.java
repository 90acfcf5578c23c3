package io.vireo.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
    private static final String STAT_TAIL =
            " S 1 40 40 0 -1 4194560 1 0 0 0 7 9 0 0 20 0 1 0 12345 1000 10 18446744073709551615 0 0 0";

    @TempDir
    Path directory;

    @Test
    void knowsTheProcessThatAsks() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(self.isAlive()).isTrue();
        assertThat(self.startTicks()).isPositive();
    }

    @Test
    void tellsAProcessFromALaterOneWithItsPid() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId()).isAlive())
                .isFalse();
        assertThat(new ProcessIdentity(self.pid(), self.startTicks(), "another-boot").isAlive())
                .isFalse();
    }

    @Test
    void readsACommandNameWithBlanksAndParentheses() throws IOException {
        Path pidFile = Files.writeString(directory.resolve("a.pid"), "boot 40 (a) b (c)" + STAT_TAIL + "\n");

        assertThat(ProcessIdentity.read(pidFile)).contains(new ProcessIdentity(40, 12345, "boot"));
    }

    @Test
    void findsNothingInAFileThatIsMissingEmptyOrCutShort() throws IOException {
        assertThat(ProcessIdentity.read(directory.resolve("none.pid"))).isEmpty();
        assertThat(ProcessIdentity.read(Files.writeString(directory.resolve("a.pid"), "")))
                .isEmpty();
        assertThat(ProcessIdentity.read(Files.writeString(directory.resolve("b.pid"), "boot 40 (a) S 1 40")))
                .isEmpty();
        assertThat(ProcessIdentity.read(Files.writeString(directory.resolve("c.pid"), "boot x (a)" + STAT_TAIL)))
                .isEmpty();
    }
}
