package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import io.vireo.supervision.ProcessIdentity;
import io.vireo.supervision.SupervisedProcess;
import io.vireo.supervision.Supervisor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
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
    private final Clock clock;

    public Installation(DataDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
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
                Secrets secrets = new Secrets(directory, new SecureRandom());
                boolean external = prepare(secrets, wishes, progress);
                try (Ports ports = Ports.lock(directory)) {
                    InstallationConfig config = decide(distribution, wishes, external, ports, progress);
                    if (!external) {
                        new EmbeddedPostgres(directory, secrets).configure(config.databasePort());
                    }
                    config.save(directory);
                    launchSupervisor(distribution);
                }
                return true;
            }
        } catch (IOException e) {
            throw new CommandException(
                    "cannot use the data folder " + directory.root() + ": " + e.getMessage(),
                    "check that it is yours and on a disk with room",
                    e);
        }
    }

    /** Makes everything but the decisions about ports; returns whether the database is external. */
    private boolean prepare(Secrets secrets, Wishes wishes, Consumer<String> progress)
            throws IOException, InterruptedException {
        secrets.create();
        if (AgentCertificate.hasEnded(directory.agent().resolve("node.crt"), clock.instant())) {
            secrets.renew(Secrets.JOIN_TOKEN);
        }
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory, secrets);
        Optional<String> external = externalDatabase(secrets, wishes);
        if (external.isPresent()) {
            if (postgres.exists()) {
                throw new CommandException(
                        "this installation has a database of its own, with its accounts and functions: data="
                                + directory.root(),
                        "unset VIREO_DATABASE_URL, or make another installation: ./vireo up --data DIR");
            }
            progress.accept("preparing the database of VIREO_DATABASE_URL");
            new ExternalDatabase(DatabaseUrl.parse(external.get())).prepare(secrets.read(Secrets.DATABASE_APPLICATION));
            DataDirectory.write(directory.secret(Secrets.DATABASE_URL), external.get()); // now that it works
            return true;
        }
        if (!postgres.exists()) {
            progress.accept("making the database");
        }
        postgres.create();
        return false;
    }

    /** The database that is wished for, else the one that was used before. */
    private Optional<String> externalDatabase(Secrets secrets, Wishes wishes) {
        return wishes.databaseUrl()
                .or(() -> Files.exists(directory.secret(Secrets.DATABASE_URL))
                        ? Optional.of(secrets.read(Secrets.DATABASE_URL))
                        : Optional.empty());
    }

    /** Keeps every earlier decision that still holds: ports that are free, the address unless another is asked for. */
    private InstallationConfig decide(
            Distribution distribution, Wishes wishes, boolean external, Ports ports, Consumer<String> progress)
            throws IOException {
        Optional<InstallationConfig> earlier =
                directory.holdsInstallation() ? Optional.of(InstallationConfig.load(directory)) : Optional.empty();
        String address = wishes.listenAddress()
                .or(() -> earlier.map(InstallationConfig::listenAddress))
                .orElse(LOOPBACK);
        PortChoice choice = new PortChoice(ports, progress);
        return new InstallationConfig(
                distribution.version(),
                distribution.build(),
                distribution.home().toString(),
                wishes.python(),
                address,
                choice.of("console", address, earlier.map(InstallationConfig::consolePort), CONSOLE_PORT),
                choice.of("agents port", address, earlier.map(InstallationConfig::agentsPort), AGENTS_PORT),
                choice.of("native API", address, earlier.map(InstallationConfig::nativePort), NATIVE_PORT),
                external
                        ? 0
                        : choice.of(
                                "database",
                                LOOPBACK,
                                earlier.map(InstallationConfig::databasePort).filter(port -> port != 0),
                                DATABASE_PORT));
    }

    /** Chooses the ports of one start, and says when one is not the wanted one. */
    private final class PortChoice {
        private final Ports ports;
        private final Consumer<String> progress;

        PortChoice(Ports ports, Consumer<String> progress) {
            this.ports = ports;
            this.progress = progress;
        }

        int of(String name, String address, Optional<Integer> kept, int usual) throws IOException {
            int wanted = kept.orElse(usual);
            if (kept.isPresent() && holderLives(name)) {
                ports.claim(wanted); // its process outlived its supervisor, is adopted, and keeps its port
                return wanted;
            }
            int chosen = ports.choose(address, wanted);
            if (chosen != wanted) {
                progress.accept("port " + wanted + " is taken, the " + name + " uses " + chosen);
            }
            return chosen;
        }

        private boolean holderLives(String name) {
            return switch (name) {
                case "database" -> isAlive(PlatformProcesses.POSTGRES);
                case "native API" ->
                    PidFiles.living(directory.run()).keySet().stream()
                            .anyMatch(process -> process.startsWith("gateway-"));
                default -> isAlive(PlatformProcesses.CONSOLE);
            };
        }
    }

    private boolean isAlive(String process) {
        return ProcessIdentity.read(directory.run().resolve(process + ".pid"))
                .filter(ProcessIdentity::isAlive)
                .isPresent();
    }

    private void launchSupervisor(Distribution distribution) throws InterruptedException, IOException {
        Files.deleteIfExists(directory.supervisorStatus()); // of the one before
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
