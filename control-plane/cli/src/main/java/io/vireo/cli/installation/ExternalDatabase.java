package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that somebody else runs, given by {@code VIREO_DATABASE_URL}; its user owns the database and may create roles. */
final class ExternalDatabase {
    private static final int OLDEST_MAJOR = 15;

    private ExternalDatabase() {}

    /**
     * Checks that the database can be reached and is new enough, and makes the application's role or sets its password.
     *
     * @param url of JDBC, with user and password
     * @param applicationPassword of {@link EmbeddedPostgres#APPLICATION}; of letters, digits, hyphens and underscores
     * @throws CommandException if anything of that fails
     */
    static void prepare(String url, String applicationPassword) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST_MAJOR) {
                throw new CommandException(
                        "the database is PostgreSQL " + major + ", the oldest that works is " + OLDEST_MAJOR,
                        "upgrade it, or leave VIREO_DATABASE_URL unset to use the one that vireo brings");
            }
            String verb = hasRole(connection) ? "alter" : "create";
            statement.execute(verb + " role " + EmbeddedPostgres.APPLICATION + " login password '" + applicationPassword
                    + "' nosuperuser nocreatedb nocreaterole nobypassrls");
            statement.execute("grant connect on database " + statement.enquoteIdentifier(connection.getCatalog(), true)
                    + " to " + EmbeddedPostgres.APPLICATION);
        } catch (SQLException e) {
            throw new CommandException(
                    "cannot prepare the database of VIREO_DATABASE_URL: " + e.getMessage(),
                    "check the address and that its user owns the database and may create roles",
                    e);
        }
    }

    private static boolean hasRole(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            query.setString(1, EmbeddedPostgres.APPLICATION);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }
}
