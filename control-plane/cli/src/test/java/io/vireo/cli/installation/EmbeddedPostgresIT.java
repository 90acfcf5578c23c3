package io.vireo.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.supervision.ProcessState;
import io.vireo.supervision.SupervisedProcess;
import io.vireo.supervision.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server, as an installation runs it. */
class EmbeddedPostgresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private final Supervisor supervisor = new Supervisor(_ -> {}, System::nanoTime);
    private DataDirectory directory;
    private Secrets secrets;
    private int port;

    @BeforeEach
    void start() throws Exception {
        directory = new DataDirectory(root);
        directory.create();
        secrets = new Secrets(directory, new SecureRandom());
        secrets.create();
        try (Ports ports = Ports.lock(directory)) {
            port = ports.choose("127.0.0.1", 25_432);
        }
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory, secrets);
        postgres.create();
        postgres.configure(port);
        SupervisedProcess process = supervisor.start(postgres.spec());
        assertThat(process.awaitReady(PATIENCE)).as(process.report().detail()).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        supervisor.stop("postgres");
        supervisor.close();
    }

    @Test
    void letsTheApplicationInWithItsPasswordOnlyAndWithoutPower() throws SQLException {
        try (Connection connection = connect("vireo_app", secrets.read(Secrets.DATABASE_APPLICATION));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isFalse();
            assertThatThrownBy(() -> connection.createStatement().execute("create table mine (id int)"))
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> connect("vireo_app", "guess")).hasMessageContaining("password authentication failed");
    }

    @Test
    void letsTheOwnerMakeTablesButNoRoles() throws SQLException {
        try (Connection connection = connect("vireo_owner", secrets.read(Secrets.DATABASE_OWNER));
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (id int)");

            assertThatThrownBy(() -> statement.execute("create role intruder superuser"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void keepsWhatWasCommittedWhenItIsKilled() throws Exception {
        try (Connection connection = connect("vireo_owner", secrets.read(Secrets.DATABASE_OWNER));
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept as select 42 as answer");
        }
        SupervisedProcess process = supervisor.find("postgres").orElseThrow();
        long killed = process.report().pid();

        process.kill();

        while (process.report().pid() == killed || process.report().state() != ProcessState.READY) {
            process.awaitReady(Duration.ofMillis(50));
        }
        try (Connection connection = connect("vireo_owner", secrets.read(Secrets.DATABASE_OWNER));
                ResultSet row = connection.createStatement().executeQuery("select answer from kept")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void isMadeOnce() throws Exception {
        Path version = directory.postgres().resolve("data/PG_VERSION");
        var made = Files.getLastModifiedTime(version);

        new EmbeddedPostgres(directory, secrets).create();

        assertThat(Files.getLastModifiedTime(version)).isEqualTo(made);
    }

    @Test
    void keepsNothingInSharedMemoryThatHasAName() throws SQLException {
        try (Connection connection = connect("vireo_app", secrets.read(Secrets.DATABASE_APPLICATION));
                ResultSet row = connection.createStatement().executeQuery("show dynamic_shared_memory_type")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("mmap");
        }
    }

    private Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/vireo", user, password);
    }
}
