package io.vireo.cli;

import io.vireo.cli.installation.DataDirectory;
import io.vireo.cli.installation.Distribution;
import io.vireo.cli.installation.Installation;
import io.vireo.cli.installation.InstallationConfig;
import io.vireo.cli.installation.PlatformStatus;
import io.vireo.cli.installation.Shutdown;
import io.vireo.supervision.ProcessIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts an installation and waits until all of it is ready. */
@Command(name = "up", description = "Starts everything on this machine; does nothing when it runs.")
final class UpCommand implements Callable<Integer> {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final long POLL_MS = 100;

    /** How often a process may fail to start before there is no point in waiting. */
    private static final int HOPELESS_RESTARTS = 5;

    private final Console console;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "Where the console and the first tenant listen; default: 127.0.0.1.")
    private @Nullable String listen;

    @Option(names = "--foreground", description = "Stay until interrupted, then stop everything.")
    private boolean foreground;

    @Option(names = "--json", description = "Print the status as JSON when ready.")
    private boolean json;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        DataDirectory directory = installation.directory(console.environment());
        Installation local = new Installation(directory, Clock.systemUTC());
        Distribution distribution = Distribution.current();
        long begin = System.nanoTime();
        boolean started = local.start(
                distribution,
                new Installation.Wishes(
                        Optional.ofNullable(listen),
                        Optional.ofNullable(console.environment().get("VIREO_DATABASE_URL"))
                                .filter(url -> !url.isEmpty()),
                        console.environment().getOrDefault("VIREO_PYTHON", "python3")),
                console::progress);
        PlatformStatus status = awaitReady(directory, local);
        if (status.bootstrapLink() != null) {
            status = renewLink(directory);
        }
        if (json) {
            console.printJson(status);
        } else {
            long tenths = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 100;
            console.print(
                    started ? "Vireo is ready after " + tenths / 10 + "." + tenths % 10 + " s." : "Vireo is ready.");
            printNextSteps(directory, status, distribution);
        }
        if (foreground) {
            stayUntilStopped(directory, local);
        }
        return 0;
    }

    /** The link counts for an hour; the console makes another when that is over. */
    private static PlatformStatus renewLink(DataDirectory directory) {
        ApiOptions.connect(directory).post("/bootstrap-link", Map.of());
        return PlatformStatus.of(directory);
    }

    private void printNextSteps(DataDirectory directory, PlatformStatus status, Distribution distribution) {
        console.print("");
        console.print("  Console   " + status.console());
        for (PlatformStatus.Tenant tenant : status.tenants()) {
            console.print(
                    "  Tenant    " + tenant.name() + " at " + tenant.endpoints().get("native"));
        }
        console.print("  Data      " + status.data());
        console.print("");
        String running = InstallationConfig.load(directory).build();
        if (!running.equals(distribution.build())) {
            console.print("It runs build " + running + "; to run the newer " + distribution.build()
                    + ": ./vireo down && ./vireo up");
        }
        if (status.bootstrapLink() == null) {
            console.print("Next: sign in at the console, or see ./vireo --help");
        } else {
            console.print("Next: create the first administrator with this link (works once):");
            console.print("  " + status.bootstrapLink());
        }
    }

    private PlatformStatus awaitReady(DataDirectory directory, Installation local) throws InterruptedException {
        Map<String, String> told = new HashMap<>();
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (true) {
            PlatformStatus status = PlatformStatus.of(directory);
            for (PlatformStatus.Row row : status.processes()) {
                if (!row.state().equals(told.put(row.name(), row.state()))
                        && row.state().equals("ready")) {
                    console.progress("  " + row.name() + " is ready");
                }
                if (row.restarts() >= HOPELESS_RESTARTS && !row.state().equals("ready") && isOfThePlatform(row)) {
                    throw notReady(directory, row.name() + " does not start: " + row.detail(), row.name());
                }
            }
            if (status.isReady()) {
                return status;
            }
            if (local.runningSupervisor().isEmpty()) {
                throw notReady(directory, "the supervisor has ended", "supervisor");
            }
            if (System.nanoTime() - deadline > 0) {
                throw notReady(directory, "not ready within " + READY_LIMIT.toMinutes() + " minutes", "supervisor");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** A function whose worker cannot start is its author's trouble; the platform is up without it. */
    private static boolean isOfThePlatform(PlatformStatus.Row row) {
        return !row.name().startsWith("worker-");
    }

    private static CommandException notReady(DataDirectory directory, String fact, String process) {
        return new CommandException(
                fact,
                "see " + directory.logs().resolve(process + ".log") + "; stop what was started with: ./vireo down");
    }

    private void stayUntilStopped(DataDirectory directory, Installation local) throws InterruptedException {
        Optional<ProcessIdentity> supervisor = local.runningSupervisor();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory), "stop"));
        console.progress("Stop it with Ctrl-C.");
        while (supervisor.filter(ProcessIdentity::isAlive).isPresent()) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void stop(DataDirectory directory) {
        try {
            new Shutdown(directory).run(console::progress);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            console.refuse(new CommandException("not everything was removed: " + e.getMessage(), "run ./vireo down"));
        }
    }
}
