package io.vireo.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ends of real processes, whoever's children they are. */
@Timeout(60)
class ProcessExitIT {
    @Test
    void isToldOfAProcessThatIsNobodysChild() throws Exception {
        ProcessIdentity orphan = orphan("sleep 300");
        CompletableFuture<Void> ended = orphan.onExit();
        assertThat(ended).isNotDone();

        Termination.kill(orphan);

        ended.get(30, TimeUnit.SECONDS);
        assertThat(orphan.isAlive()).isFalse();
    }

    @Test
    void isToldOfAChild() throws Exception {
        Process child = new ProcessBuilder("sleep", "300").start();
        CompletableFuture<Void> ended =
                ProcessIdentity.of(child.pid()).orElseThrow().onExit();

        child.destroyForcibly();

        ended.get(30, TimeUnit.SECONDS);
    }

    @Test
    void isToldAtOnceOfAProcessThatIsGoneOrWhosePidIsAnothers() throws Exception {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        ProcessIdentity earlier = new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId());
        Process gone = new ProcessBuilder("true").start();
        ProcessIdentity before = ProcessIdentity.of(gone.pid()).orElse(earlier);
        gone.waitFor();

        earlier.onExit().get(30, TimeUnit.SECONDS);
        before.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void endsWhatDoesNotListenAfterThePatience() throws Exception {
        ProcessIdentity deaf = orphan("trap '' TERM; while :; do sleep 300; done");

        Termination.end(deaf, "TERM", Duration.ofMillis(100));

        assertThat(deaf.isAlive()).isFalse();
    }

    /** A process in a session of its own, whose parent has ended. */
    private static ProcessIdentity orphan(String script) throws Exception {
        Process parent = new ProcessBuilder(
                        "sh", "-c", "setsid sh -c 'echo $$; eval \"$1\"' sh \"$1\" & exec sleep 300", "sh", script)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            long pid = Long.parseLong(output.readLine());
            ProcessIdentity orphan = ProcessIdentity.of(pid).orElseThrow();
            parent.destroyForcibly().waitFor();
            return orphan;
        }
    }
}
