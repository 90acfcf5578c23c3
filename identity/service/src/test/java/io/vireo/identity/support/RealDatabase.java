package io.vireo.identity.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL server of the version in production, one for the whole test process, with the two roles of production: neither is a
 * superuser, the owner owns the database, the application owns nothing.
 */
public final class RealDatabase {
    public static final String OWNER = "vireo_owner";
    public static final String APPLICATION = "vireo_app";
    public static final String PASSWORD = "secret-of-tests";

    private static final EmbeddedPostgres SERVER = start();

    private RealDatabase() {}

    public static String url() {
        return "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/vireo";
    }

    /** A connection of its own, outside of the application's pool. */
    public static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url(), role, PASSWORD);
    }

    /** Closes every connection and refuses new ones, or accepts them again. */
    public static void refuseConnections(boolean isRefusing) throws SQLException {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database vireo allow_connections " + !isRefusing);
            if (isRefusing) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'vireo'");
            }
        }
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "50")
                    .start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String role : new String[] {OWNER, APPLICATION}) {
                    statement.execute("create role " + role + " login password '" + PASSWORD
                            + "' nosuperuser nobypassrls nocreatedb nocreaterole");
                }
                statement.execute("create database vireo owner " + OWNER);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
