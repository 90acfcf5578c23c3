package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import io.vireo.supervision.ProcessIdentity;
import io.vireo.supervision.ProcessSpec;
import io.vireo.supervision.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL of an installation: real server programs over a data folder of its own, on loopback, with passwords.
 *
 * <p>Roles: a superuser that nothing of ours uses after the start; the owner of the database, who runs the migrations; the application,
 * who owns nothing and cannot pass row-level security. PostgreSQL refuses to run as root, so root starts it in a user
 * namespace where it is nobody in particular: no second account is needed, and it has no capabilities outside.
 */
final class EmbeddedPostgres {
    static final String DATABASE = "vireo";
    static final String OWNER = "vireo_owner";
    static final String APPLICATION = "vireo_app";
    private static final String SUPERUSER = "vireo_superuser";

    private static final Duration TOOL_LIMIT = Duration.ofMinutes(2);

    /** The line of postmaster.pid that says how the server stands. */
    private static final int STATUS_LINE = 7;

    /** Small, durable, quiet when idle; shared memory has no name that could be left behind. */
    private static final String SETTINGS = """
            # Written by vireo at each start.
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            max_connections = 40
            shared_buffers = 24MB
            maintenance_work_mem = 32MB
            dynamic_shared_memory_type = mmap
            io_method = sync
            max_worker_processes = 2
            max_parallel_workers = 0
            max_logical_replication_workers = 0
            max_wal_senders = 0
            wal_level = minimal
            max_wal_size = 256MB
            min_wal_size = 32MB
            fsync = on
            full_page_writes = on
            synchronous_commit = on
            password_encryption = scram-sha-256
            jit = off
            log_destination = stderr
            logging_collector = off
            log_line_prefix = '%%m [%%p] %%q%%u '
            log_timezone = UTC
            timezone = UTC
            """;

    private static final String ACCESS = """
            # Written by vireo at each start.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final DataDirectory directory;
    private final Secrets secrets;

    EmbeddedPostgres(DataDirectory directory, Secrets secrets) {
        this.directory = directory;
        this.secrets = secrets;
    }

    private Path data() {
        return directory.postgres().resolve("data");
    }

    /** Whether the database was made. */
    boolean exists() {
        return Files.exists(data());
    }

    /** Unpacks the programs and makes the database, whatever of it is not there. */
    void create() throws IOException, InterruptedException {
        Path programs = PostgresPrograms.unpackInto(directory.postgres());
        if (!exists()) {
            initialise(programs);
        }
        String version = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!version.equals(Integer.toString(PostgresPrograms.MAJOR))) {
            throw new CommandException(
                    "the database was made by PostgreSQL " + version + ", this is " + PostgresPrograms.MAJOR,
                    "dump it with the older version and restore it into a new --data folder");
        }
    }

    /** Writes the settings that the server reads when it starts. */
    void configure(int port) {
        DataDirectory.write(data().resolve("postgresql.conf"), SETTINGS.formatted(port));
        DataDirectory.write(data().resolve("pg_hba.conf"), ACCESS);
    }

    /** How the server is run. */
    ProcessSpec spec() {
        return ProcessSpec.named(PlatformProcesses.POSTGRES)
                .command(asUnprivileged(List.of(program(directory.postgres(), "postgres"), "-D", data().toString())))
                .directory(directory.postgres())
                .environment(environment())
                .files(directory.run(), directory.logs())
                .readiness(readiness())
                .startTimeout(Duration.ofMinutes(5)) // recovery after a crash replays the log first
                .stopSignal("INT") // "fast": ends the sessions, then a checkpoint
                .build();
    }

    private static String program(Path folder, String name) throws CommandException {
        try {
            return PostgresPrograms.unpackInto(folder)
                    .resolve("bin")
                    .resolve(name)
                    .toString();
        } catch (IOException e) {
            throw new CommandException("cannot unpack PostgreSQL: " + e.getMessage(), "check the disk", e);
        }
    }

    /**
     * The server writes into its lock file when it takes connections; asking it needs neither a driver nor a password. The file of a
     * server that was killed stays behind, so the pid in it counts too.
     */
    private Readiness readiness() {
        Path lockFile = data().resolve("postmaster.pid");
        Path pidFile = directory.run().resolve(PlatformProcesses.POSTGRES + ".pid");
        return () -> {
            try {
                List<String> lines = Files.readAllLines(lockFile);
                boolean isHis = ProcessIdentity.read(pidFile)
                        .filter(process -> Long.toString(process.pid())
                                .equals(lines.getFirst().strip()))
                        .isPresent();
                String status = isHis && lines.size() > STATUS_LINE
                        ? lines.get(STATUS_LINE).strip()
                        : "starting";
                return status.equals("ready") ? Optional.empty() : Optional.of("the database is " + status);
            } catch (IOException _) {
                return Optional.of("the database is starting");
            }
        };
    }

    private void initialise(Path programs) throws IOException, InterruptedException {
        Path partial = directory.postgres().resolve("data.new");
        PostgresPrograms.deleteTree(partial);
        Path password = directory.secret(Secrets.DATABASE_SUPERUSER);
        run(
                List.of(
                        programs.resolve("bin/initdb").toString(),
                        "--pgdata=" + partial,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"),
                "");
        // One statement a line: single-user mode takes each line as a command of its own.
        run(
                List.of(programs.resolve("bin/postgres").toString(), "--single", "-D", partial.toString(), "postgres"),
                """
                create role %1$s login password '%2$s' nosuperuser nocreatedb nocreaterole nobypassrls
                create role %3$s login password '%4$s' nosuperuser nocreatedb nocreaterole nobypassrls
                create database %5$s owner %1$s
                revoke connect, temporary on database %5$s from public
                grant connect on database %5$s to %3$s
                """.formatted(
                                OWNER,
                                secrets.read(Secrets.DATABASE_OWNER),
                                APPLICATION,
                                secrets.read(Secrets.DATABASE_APPLICATION),
                                DATABASE));
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Runs a tool to its end; single-user mode reports errors in its output and ends well, so that is read too. */
    private void run(List<String> command, String input) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory.run(), "postgres-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(asUnprivileged(command))
                    .directory(directory.postgres().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment());
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(TOOL_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String said = Files.readString(output);
            if (!ended || process.exitValue() != 0 || said.contains("ERROR:") || said.contains("FATAL:")) {
                throw new CommandException(
                        "cannot make the database: " + said.strip(),
                        "free what it names, or set VIREO_DATABASE_URL to use your own PostgreSQL");
            }
        } finally {
            Files.delete(output);
        }
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "TZ", "UTC");
    }

    private static List<String> asUnprivileged(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
        wrapped.addAll(command);
        return wrapped;
    }
}
