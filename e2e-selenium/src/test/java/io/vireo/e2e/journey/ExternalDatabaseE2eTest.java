package io.vireo.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.e2e.platform.DatabaseServer;
import io.vireo.e2e.platform.Installation;
import io.vireo.e2e.platform.Installation.Outcome;
import io.vireo.e2e.platform.Leftovers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installations over a PostgreSQL that somebody else runs. */
class ExternalDatabaseE2eTest {
    private static final String PASSWORD = "owl&light 7";
    private static final String PASSWORD_IN_URL = "owl%26light%207";

    @TempDir
    static Path folder;

    private static DatabaseServer server;

    @BeforeAll
    static void start() throws Exception {
        server = DatabaseServer.start();
        server.run(
                "create role keeper login createrole password '" + PASSWORD + "'",
                "create database records owner keeper",
                "create role guest login createrole password '" + PASSWORD + "'",
                "create role humble login password '" + PASSWORD + "'",
                "create database modest owner humble",
                "create database latin encoding 'LATIN1' locale 'C' template template0 owner keeper");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void holdsWhatTheConsoleKeepsOverARestart() {
        Path data = folder.resolve("external");
        Installation first = at(data, server.url("records", "keeper", PASSWORD_IN_URL));
        try (Installation later = Installation.at(data, Map.of())) { // the address is remembered
            first.run("up").orFail();
            assertThat(first.pids()).containsKeys("console", "agent", "engine").doesNotContainKey("postgres");
            first.run("tenant", "create", "meridian").orFail();
            first.down();

            later.run("up").orFail();

            assertThat(later.run("tenant", "list").orFail().output()).contains("meridian");
            assertThat(data.resolve("postgres/data")).doesNotExist();
        }
        assertThat(Leftovers.of(data)).isEmpty();
    }

    @Test
    void isRefusedWhenNothingListensThere() {
        Outcome refused = up("unreachable", "jdbc:postgresql://127.0.0.1:1/records?user=keeper&password=x");

        assertThat(refused.errors())
                .contains("cannot use the database of VIREO_DATABASE_URL", "127.0.0.1:1 refused", "check its address");
    }

    @Test
    void isRefusedWithAnotherPassword() {
        Outcome refused = up("password", server.url("records", "keeper", "not-the-one"));

        assertThat(refused.errors())
                .contains("password authentication failed", "user=keeper")
                .doesNotContain("not-the-one");
    }

    @Test
    void isRefusedWhenItIsNotThere() {
        assertThat(up("missing", server.url("nowhere", "keeper", PASSWORD_IN_URL))
                        .errors())
                .contains("database \"nowhere\" does not exist");
    }

    @Test
    void isRefusedWhenItsUserMayNotMakeTables() {
        assertThat(up("tables", server.url("records", "guest", PASSWORD_IN_URL)).errors())
                .contains(
                        "may not make tables: user=guest database=records",
                        "alter database \"records\" owner to \"guest\"");
    }

    @Test
    void isRefusedWhenItsUserMayNotCreateTheRoleOfTheApplication() {
        assertThat(up("role", server.url("modest", "humble", PASSWORD_IN_URL)).errors())
                .contains("may not create the role of the application: user=humble role=modest_app", "createrole");
    }

    @Test
    void isRefusedWhenItHoldsNoUnicode() {
        assertThat(up("latin", server.url("latin", "keeper", PASSWORD_IN_URL)).errors())
                .contains("holds no Unicode: encoding=LATIN1");
    }

    @Test
    void isRefusedWhenItIsTooOld() throws Exception {
        try (DatabaseServer old = DatabaseServer.startOld()) {
            assertThat(up("old", old.url("postgres", "postgres", "")).errors())
                    .contains("is PostgreSQL 14, the oldest that works is 15", "upgrade it");
        }
    }

    @Test
    void isRefusedWhereTheApplicationCouldPassRowLevelSecurity() throws SQLException {
        server.run("create database open owner keeper", "create role open_app superuser");

        assertThat(up("open", server.url("open", "keeper", PASSWORD_IN_URL)).errors())
                .contains("can pass row-level security: role=open_app");
    }

    /** An {@code up} that must be refused, and leave nothing running. */
    private static Outcome up(String name, String url) {
        Path data = folder.resolve(name);
        Outcome outcome = at(data, url).run("up");
        assertThat(outcome.exitCode()).as(outcome.errors()).isEqualTo(1);
        assertThat(Leftovers.of(data)).isEmpty();
        return outcome;
    }

    private static Installation at(Path data, String url) {
        return Installation.at(data, Map.of("VIREO_DATABASE_URL", url));
    }
}
