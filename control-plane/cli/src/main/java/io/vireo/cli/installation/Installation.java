package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import io.vireo.supervision.ProcessIdentity;
import io.vireo.supervision.SupervisedProcess;
import io.vireo.supervision.Supervisor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One installation on this machine: made, started and stopped. */
public final class Installation {
    private static final int CONSOLE_PORT = 8080;
    private static final int NATIVE_PORT = 8081;
    private static final int AGENTS_PORT = 8090;
    private static final int DATABASE_PORT = 15_432;
    private static final String LOOPBACK = "127.0.0.1";

    private final DataDirectory directory;

    public Installation(DataDirectory directory) {
        this.directory = directory;
    }

    /** What {@code up} was asked for, where it matters only when the installation starts. */
    public record Wishes(Optional<String> listenAddress, Optional<String> databaseUrl, String python) {}

    /** The process that keeps the platform running, if it lives. */
    public Optional<ProcessIdentity> runningSupervisor() {
        return ProcessIdentity.read(directory.run().resolve(PlatformProcesses.SUPERVISOR + ".pid"))
                .filter(ProcessIdentity::isAlive);
    }

    /**
     * Makes the installation if it is not there, and starts its supervisor if that does not run. Two calls at the same time take turns.
     *
     * @param progress told of each step, for people
     * @return whether anything was started
     */
    public boolean start(Distribution distribution, Wishes wishes, Consumer<String> progress)
            throws InterruptedException {
        try {
            directory.create();
            try (FileChannel channel = FileChannel.open(
                            directory.run().resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                if (runningSupervisor().isPresent()) {
                    return false;
                }
                prepare(distribution, wishes, progress);
                launchSupervisor(distribution);
                return true;
            }
        } catch (IOException e) {
            throw new CommandException(
                    "cannot use the data folder " + directory.root() + ": " + e.getMessage(),
                    "check that it is yours and on a disk with room",
                    e);
        }
    }

    private void prepare(Distribution distribution, Wishes wishes, Consumer<String> progress)
            throws IOException, InterruptedException {
        Secrets secrets = new Secrets(directory, new SecureRandom());
        secrets.create();
        wishes.databaseUrl().ifPresent(url -> DataDirectory.write(directory.secret(Secrets.DATABASE_URL), url));
        boolean external = Files.exists(directory.secret(Secrets.DATABASE_URL));
        if (external) {
            String url = secrets.read(Secrets.DATABASE_URL);
            DatabaseUrl.parse(url); // says what is wrong with it before anything starts
            progress.accept("preparing the database of VIREO_DATABASE_URL");
            ExternalDatabase.prepare(url, secrets.read(Secrets.DATABASE_APPLICATION));
        }
        InstallationConfig config = decide(distribution, wishes, external, progress);
        if (!external) {
            if (!Files.exists(directory.postgres().resolve("data"))) {
                progress.accept("making the database");
            }
            new EmbeddedPostgres(directory, secrets, config.databasePort()).prepare();
        }
        config.save(directory);
    }

    /** Keeps every earlier decision that still holds: ports that are free, the address unless another is asked for. */
    private InstallationConfig decide(
            Distribution distribution, Wishes wishes, boolean external, Consumer<String> progress) {
        Optional<InstallationConfig> earlier =
                directory.holdsInstallation() ? Optional.of(InstallationConfig.load(directory)) : Optional.empty();
        String address = wishes.listenAddress()
                .or(() -> earlier.map(InstallationConfig::listenAddress))
                .orElse(LOOPBACK);
        Ports ports = new Ports();
        PortWish wish = (name, listen, kept, usual) -> {
            // A port of ours is taken when its process outlived its supervisor: then it is adopted, and keeps it.
            int wanted = kept.orElse(usual);
            if (kept.isPresent() && isOurs(name)) {
                return wanted;
            }
            int chosen = ports.choose(listen, wanted);
            if (chosen != wanted) {
                progress.accept("port " + wanted + " is taken, the " + name + " uses " + chosen);
            }
            return chosen;
        };
        return new InstallationConfig(
                distribution.version(),
                distribution.home().toString(),
                wishes.python(),
                address,
                wish.choose("console", address, earlier.map(InstallationConfig::consolePort), CONSOLE_PORT),
                wish.choose("agents port", address, earlier.map(InstallationConfig::agentsPort), AGENTS_PORT),
                wish.choose("native API", address, earlier.map(InstallationConfig::nativePort), NATIVE_PORT),
                external
                        ? 0
                        : wish.choose(
                                "database",
                                LOOPBACK,
                                earlier.map(InstallationConfig::databasePort).filter(port -> port != 0),
                                DATABASE_PORT));
    }

    @FunctionalInterface
    private interface PortWish {
        int choose(String name, String address, Optional<Integer> kept, int usual);
    }

    /** Whether a process of this installation that may hold the port still lives. */
    private boolean isOurs(String name) {
        return switch (name) {
            case "database" -> isAlive(PlatformProcesses.POSTGRES);
            case "native API" -> anyAlive("gateway-");
            default -> isAlive(PlatformProcesses.CONSOLE);
        };
    }

    private boolean isAlive(String process) {
        return ProcessIdentity.read(directory.run().resolve(process + ".pid"))
                .filter(ProcessIdentity::isAlive)
                .isPresent();
    }

    private boolean anyAlive(String prefix) {
        return PidFiles.living(directory.run()).keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private void launchSupervisor(Distribution distribution) throws InterruptedException, IOException {
        for (Path stale : new Path[] {directory.supervisorStatus()}) {
            Files.deleteIfExists(stale);
        }
        try (Supervisor launcher = new Supervisor(_ -> {}, System::nanoTime)) {
            SupervisedProcess process = launcher.start(PlatformProcesses.supervisor(directory, distribution));
            if (!process.awaitReady(Duration.ofSeconds(10))) {
                throw new CommandException(
                        "the supervisor did not start: " + process.report().detail(),
                        "see " + directory.logs().resolve(PlatformProcesses.SUPERVISOR + ".log"));
            }
        }
    }
}
