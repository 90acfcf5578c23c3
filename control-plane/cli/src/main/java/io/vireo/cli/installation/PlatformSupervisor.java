package io.vireo.cli.installation;

import io.vireo.supervision.ProcessReport;
import io.vireo.supervision.ProcessSpec;
import io.vireo.supervision.SupervisedProcess;
import io.vireo.supervision.Supervisor;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps PostgreSQL, the console and the agent of one installation running, until it is told to stop.
 *
 * <p>When it dies they run on; the next one adopts them. How they stand is in {@link DataDirectory#supervisorStatus()}, written
 * whenever it changes.
 */
public final class PlatformSupervisor {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final DataDirectory directory;
    private final InstallationConfig config;
    private final Secrets secrets;
    private final Supervisor supervisor;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    public PlatformSupervisor(DataDirectory directory) {
        this.directory = directory;
        config = InstallationConfig.load(directory);
        secrets = new Secrets(directory, new SecureRandom());
        supervisor = new Supervisor(this::writeStatus, System::nanoTime);
    }

    /** Starts, and returns when {@link #stop} was called and everything has ended. */
    public void run() throws IOException, InterruptedException {
        Thread.ofVirtual().name("start").start(this::start);
        stop.await();
        supervisor.stopAll(List.of(PlatformProcesses.AGENT));
        supervisor.stopAll(List.of(PlatformProcesses.CONSOLE));
        supervisor.stopAll(List.of(PlatformProcesses.POSTGRES));
        supervisor.close();
        stopped.countDown();
    }

    /** Stops everything in order; returns when it has ended. */
    public void stop() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the virtual machine ends anyway
        }
    }

    private void start() {
        PlatformProcesses processes = new PlatformProcesses(directory, config, secrets);
        try {
            // An enrolled agent needs nobody to serve from what it knows: data come up whatever becomes of the rest.
            boolean early = processes.isAgentEnrolled();
            if (early) {
                startUnlessStopping(processes.agent());
            }
            if (config.hasEmbeddedDatabase()) {
                EmbeddedPostgres postgres = new EmbeddedPostgres(directory, secrets);
                startUnlessStopping(postgres.spec()).awaitReady(FOR_EVER);
            }
            SupervisedProcess console = startUnlessStopping(processes.console());
            if (!early && console.awaitReady(FOR_EVER)) {
                startUnlessStopping(processes.agent());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private SupervisedProcess startUnlessStopping(ProcessSpec spec) throws InterruptedException {
        if (stop.getCount() == 0) {
            throw new InterruptedException("stopping");
        }
        return supervisor.start(spec);
    }

    private synchronized void writeStatus(ProcessReport changed) {
        List<ProcessReport> reports =
                supervisor.processes().stream().map(SupervisedProcess::report).toList();
        DataDirectory.write(directory.supervisorStatus(), JSON.writeValueAsString(new Status(reports)));
    }

    /** The content of the status file. */
    record Status(List<ProcessReport> processes) {}
}
