package io.vireo.e2e.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.jar.JarFile;

/** A PostgreSQL that somebody else runs: a server of its own on a free port. */
public final class DatabaseServer implements AutoCloseable {
    private static final Path OLD_PROGRAMS = Path.of("target/old-postgres/programs.jar");
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    /** Passwords count, but for the superuser's. */
    private static final String ACCESS = """
            host all postgres 127.0.0.1/32 trust
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final EmbeddedPostgres server;

    private DatabaseServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Of the version that an installation brings along. */
    public static DatabaseServer start() throws IOException {
        return new DatabaseServer(EmbeddedPostgres.builder()
                .setDataDirectoryCustomizer(DatabaseServer::demandPasswords)
                .start());
    }

    /** Of a version that is too old. */
    public static DatabaseServer startOld() throws IOException {
        try (JarFile programs = new JarFile(OLD_PROGRAMS.toFile())) {
            return new DatabaseServer(EmbeddedPostgres.builder()
                    .setPgBinaryResolver((_, _) -> programs.getInputStream(programs.getEntry(ARCHIVE)))
                    .start());
        }
    }

    private static void demandPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs statements as the superuser of the server. */
    public void run(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What {@code VIREO_DATABASE_URL} is set to. */
    public String url(String database, String user, String password) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database + "?user=" + user + "&password="
                + password;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
