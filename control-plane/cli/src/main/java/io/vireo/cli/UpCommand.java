package io.vireo.cli;

import io.vireo.cli.installation.DataDirectory;
import io.vireo.cli.installation.Distribution;
import io.vireo.cli.installation.Installation;
import io.vireo.cli.installation.InstallationConfig;
import io.vireo.cli.installation.PlatformStatus;
import io.vireo.cli.installation.Shutdown;
import io.vireo.cli.installation.StatusWatch;
import io.vireo.supervision.ProcessIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts an installation and waits until all of it is ready. */
@Command(name = "up", description = "Starts everything on this machine; does nothing when it runs.")
final class UpCommand implements Callable<Integer> {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);

    /** After this the status is looked at though nothing was written: the death of the supervisor shows in no file. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

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

    private PlatformStatus awaitReady(DataDirectory directory, Installation local)
            throws InterruptedException, IOException {
        Set<String> ready = new HashSet<>();
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        try (StatusWatch watch = new StatusWatch(directory)) {
            while (true) {
                PlatformStatus status = PlatformStatus.of(directory);
                tell(status, ready);
                Optional<PlatformStatus.Row> hopeless = hopeless(status);
                if (hopeless.isPresent()) {
                    String name = hopeless.get().name();
                    throw notReady(
                            directory,
                            name + " does not start: " + hopeless.get().detail(),
                            name);
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
                watch.await(LONGEST_WAIT);
            }
        }
    }

    /** Says of each process once that it has become ready, and again when it was not in between. */
    private void tell(PlatformStatus status, Set<String> ready) {
        for (PlatformStatus.Row row : status.processes()) {
            if (!row.state().equals("ready")) {
                ready.remove(row.name());
            } else if (ready.add(row.name())) {
                console.progress("  " + row.name() + " is ready");
            }
        }
    }

    private static Optional<PlatformStatus.Row> hopeless(PlatformStatus status) {
        return status.processes().stream()
                .filter(row -> row.restarts() >= HOPELESS_RESTARTS)
                .filter(row -> !row.state().equals("ready") && isOfThePlatform(row))
                .findFirst();
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

    private void stayUntilStopped(DataDirectory directory, Installation local) {
        Optional<ProcessIdentity> supervisor = local.runningSupervisor();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory), "stop"));
        console.progress("Stop it with Ctrl-C.");
        supervisor.ifPresent(process -> process.onExit().join());
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
