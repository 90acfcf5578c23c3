package io.vireo.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, real signals. */
class SupervisorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final LinkedBlockingQueue<ProcessReport> reports = new LinkedBlockingQueue<>();
    private Supervisor supervisor;

    @BeforeEach
    void supervise() {
        supervisor = new Supervisor(reports::add, System::nanoTime);
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        supervisor.stopAll(supervisor.processes().stream()
                .map(process -> process.spec().name())
                .toList());
        supervisor.close();
    }

    @Nested
    class Start {
        @Test
        void givesTheChildItsEnvironmentDirectoryAndInputAndNothingElse() throws Exception {
            SupervisedProcess process = supervisor.start(shell("teller", "env; pwd; cat")
                    .environment(Map.of("GREETING", "good day"))
                    .directory(directory)
                    .input("a line\n")
                    .once()
                    .build());

            awaitReport(report -> report.state() == ProcessState.STOPPED);

            assertThat(process.exitCode()).hasValue(0);
            assertThat(Files.readAllLines(directory.resolve("logs/teller.log")))
                    .contains("GREETING=good day", "PWD=" + directory, directory.toString(), "a line")
                    .noneMatch(line -> line.startsWith("HOME="));
        }

        @Test
        void isNotReadyBeforeItsProbePasses() throws Exception {
            Path opened = directory.resolve("opened");
            Readiness probe = () -> Files.exists(opened) ? Optional.empty() : Optional.of("no file " + opened);
            supervisor.start(shell("server", "sleep 300").readiness(probe).build());

            ProcessReport starting = awaitReport(report -> report.detail().contains("no file"));
            Files.createFile(opened);
            ProcessReport ready = awaitReport(report -> report.state() == ProcessState.READY);

            assertThat(starting.state()).isEqualTo(ProcessState.STARTING);
            assertThat(ready.pid()).isEqualTo(starting.pid());
        }

        @Test
        void killsAndRestartsWhatIsNotReadyInTime() throws Exception {
            supervisor.start(shell("server", "sleep 300")
                    .readiness(() -> Optional.of("the port is closed"))
                    .startTimeout(Duration.ofMillis(300))
                    .build());

            ProcessReport first = awaitReport(report -> report.pid() > 0);
            ProcessReport late = awaitReport(report -> report.state() == ProcessState.BACKING_OFF);
            ProcessReport second = awaitReport(report -> report.pid() > 0 && report.pid() != first.pid());

            assertThat(late.detail()).isEqualTo("not ready within 0 s: the port is closed");
            assertThat(second.restarts()).isEqualTo(1);
            assertThat(ProcessIdentity.of(first.pid())).isEmpty();
        }

        @Test
        void saysWhyACommandCannotBeRun() throws Exception {
            supervisor.start(ProcessSpec.named("missing")
                    .command("/nonexistent/program")
                    .files(directory.resolve("run"), directory.resolve("logs"))
                    .readiness(() -> Optional.of("never"))
                    .build());

            ProcessReport report = awaitReport(candidate -> candidate.state() == ProcessState.BACKING_OFF);

            assertThat(report.detail()).startsWith("exited with 127").contains("/nonexistent/program");
        }

        @Test
        void refusesASecondProcessOfTheSameName() {
            supervisor.start(shell("one", "sleep 300").build());

            assertThatThrownBy(() -> supervisor.start(shell("one", "sleep 300").build()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("name=one");
        }
    }

    @Nested
    class Restart {
        @Test
        void startsAKilledChildAgainAtOnce() throws Exception {
            supervisor.start(shell("victim", "sleep 300").build());
            ProcessReport first = awaitReport(report -> report.state() == ProcessState.READY);

            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

            ProcessReport down = awaitReport(report -> report.state() == ProcessState.BACKING_OFF);
            ProcessReport second = awaitReport(report -> report.state() == ProcessState.READY);
            assertThat(down.detail()).startsWith("exited with 137");
            assertThat(second.pid()).isNotEqualTo(first.pid());
            assertThat(second.restarts()).isEqualTo(1);
        }

        @Test
        void backsOffFromAChildThatKeepsEndingAndQuotesItsLastWord() throws Exception {
            supervisor.start(shell("crasher", "echo cannot open the journal; exit 3")
                    .readiness(() -> Optional.of("not yet"))
                    .build());

            ProcessReport third = awaitReport(report -> report.restarts() == 3);

            assertThat(third.state()).isIn(ProcessState.STARTING, ProcessState.BACKING_OFF);
            ProcessReport down = awaitReport(report -> report.state() == ProcessState.BACKING_OFF);
            assertThat(down.detail()).isEqualTo("exited with 3: cannot open the journal");
        }

        @Test
        void leavesAloneWhatIsToRunOnce() throws Exception {
            SupervisedProcess process =
                    supervisor.start(shell("task", "exit 7").once().build());

            awaitReport(report -> report.state() == ProcessState.STOPPED);

            assertThat(process.exitCode()).hasValue(7);
            supervisor.forget("task");
            assertThat(supervisor.find("task")).isEmpty();
        }

        @Test
        void killsWhatADeadChildLeftBehind() throws Exception {
            Path orphanPid = directory.resolve("orphan.pid");
            supervisor.start(shell("parent", "sleep 301 & echo $! > '" + orphanPid + "'; wait")
                    .once()
                    .build());
            ProcessReport ready = awaitReport(report -> report.state() == ProcessState.READY);
            long orphan = Long.parseLong(awaitContent(orphanPid));

            ProcessHandle.of(ready.pid()).orElseThrow().destroyForcibly();
            awaitReport(report -> report.state() == ProcessState.STOPPED);

            awaitTrue(() ->
                    ProcessIdentity.of(orphan).filter(ProcessIdentity::isAlive).isEmpty());
        }
    }

    @Nested
    class Adoption {
        @Test
        void takesOverTheChildOfAParentThatWasKilled() throws Exception {
            long child = startAndKillParent();

            supervisor.start(SupervisingParent.spec(directory));

            ProcessReport adopted = awaitReport(report -> report.state() == ProcessState.READY);
            assertThat(adopted.pid()).isEqualTo(child);
            assertThat(adopted.restarts()).isZero();
        }

        @Test
        void restartsAnAdoptedChildThatDies() throws Exception {
            long child = startAndKillParent();
            supervisor.start(SupervisingParent.spec(directory));
            awaitReport(report -> report.pid() == child && report.state() == ProcessState.READY);

            ProcessHandle.of(child).orElseThrow().destroyForcibly();

            ProcessReport next = awaitReport(report -> report.state() == ProcessState.READY);
            assertThat(next.pid()).isNotEqualTo(child);
        }

        @Test
        void stopsAnAdoptedChild() throws Exception {
            long child = startAndKillParent();
            supervisor.start(SupervisingParent.spec(directory));
            awaitReport(report -> report.state() == ProcessState.READY);

            supervisor.stop("sleeper");

            awaitTrue(() ->
                    ProcessIdentity.of(child).filter(ProcessIdentity::isAlive).isEmpty());
        }

        @Test
        void neverRunsTheSameTwiceEvenWhenThePidFileIsNotReadable() throws Exception {
            long child = startAndKillParent();
            Files.writeString(directory.resolve("run/sleeper.pid"), ""); // as if its parent died before it was written

            supervisor.start(SupervisingParent.spec(directory));

            ProcessReport refused = awaitReport(report -> report.state() == ProcessState.BACKING_OFF);
            assertThat(refused.detail()).isEqualTo("runs already; will be adopted");
            assertThat(ProcessHandle.of(child)).isPresent();
            ProcessHandle.of(child).orElseThrow().destroyForcibly();
        }

        @Test
        void reportsTheEndOfAProcessThatIsGoneBeforeItIsAdopted() throws Exception {
            SupervisedProcess process = supervisor.adopt(
                    shell("gone", "echo this must not run").once().build());

            awaitReport(report -> report.state() == ProcessState.STOPPED);

            assertThat(process.exitCode()).isEmpty();
            assertThat(directory.resolve("logs/gone.log")).doesNotExist();
        }

        private long startAndKillParent() throws IOException, InterruptedException {
            Process parent = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx32m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SupervisingParent.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
                String line = output.readLine();
                assertThat(line).startsWith("ready ");
                parent.destroyForcibly().waitFor();
                long child = Long.parseLong(line.substring("ready ".length()));
                assertThat(ProcessIdentity.of(child).orElseThrow().isAlive()).isTrue();
                return child;
            }
        }
    }

    @Nested
    class Stop {
        @Test
        void letsAChildFinishOnTheStopSignal() throws Exception {
            Path farewell = directory.resolve("farewell");
            SupervisedProcess process = supervisor.start(shell(
                            "polite",
                            "trap 'echo bye > \"" + farewell
                                    + "\"; exit 0' USR1; echo up; while :; do sleep 0.05; done")
                    .stopSignal("USR1") // not one that a shell in the background ignores
                    .build());
            awaitReport(report -> report.state() == ProcessState.READY);
            awaitContent(directory.resolve("logs/polite.log"));

            process.stop();

            assertThat(farewell).hasContent("bye");
            assertThat(process.report().state()).isEqualTo(ProcessState.STOPPED);
            assertThat(process.exitCode()).hasValue(0);
        }

        @Test
        void killsAChildThatIgnoresTheStopSignal() throws Exception {
            SupervisedProcess process =
                    supervisor.start(shell("deaf", "trap '' TERM; echo up; while :; do sleep 0.05; done")
                            .stopTimeout(Duration.ofMillis(300))
                            .build());
            awaitReport(report -> report.state() == ProcessState.READY);
            awaitContent(directory.resolve("logs/deaf.log"));

            process.stop();

            assertThat(process.exitCode()).hasValue(137);
        }

        @Test
        void endsTheWaitForTheNextStart() throws Exception {
            SupervisedProcess process = supervisor.start(shell("crasher", "exit 1")
                    .readiness(() -> Optional.of("not yet"))
                    .build());
            awaitReport(report -> report.restarts() == 4); // waits 1.6 s from here

            process.stop();

            assertThat(process.report().state()).isEqualTo(ProcessState.STOPPED);
        }
    }

    @Test
    void reportsWhatAProcessUses() throws Exception {
        supervisor.start(shell("busy", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; sleep 300")
                .build());
        long pid = awaitReport(report -> report.state() == ProcessState.READY).pid();

        awaitTrue(() -> ProcessUsage.of(pid).cpuSeconds() > 0.05);

        assertThat(ProcessUsage.of(pid).rssBytes()).isBetween(100_000L, 100_000_000L);
        awaitTrue(
                () -> ProcessUsage.ofTree(pid).rssBytes() > ProcessUsage.of(pid).rssBytes());
        assertThat(ProcessUsage.of(Integer.MAX_VALUE)).isEqualTo(new ProcessUsage(0, 0));
    }

    private ProcessSpec.Builder shell(String name, String script) {
        return ProcessSpec.named(name)
                .command(List.of("sh", "-c", script))
                .files(directory.resolve("run"), directory.resolve("logs"));
    }

    private ProcessReport awaitReport(Predicate<ProcessReport> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ProcessReport report = reports.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(report).as("a report within %s", PATIENCE).isNotNull();
            if (wanted.test(report)) {
                return report;
            }
        }
    }

    private static String awaitContent(Path file) throws Exception {
        awaitTrue(() -> Files.exists(file) && Files.size(file) > 0);
        return Files.readString(file).strip();
    }

    private static void awaitTrue(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("a condition within %s", PATIENCE).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
