package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL that somebody else runs, given by {@code VIREO_DATABASE_URL}: a database in UTF-8 whose user may make tables in it, and may
 * create the role that the application uses, which is named after the database.
 */
final class ExternalDatabase {
    private static final int OLDEST_MAJOR = 15;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final DatabaseUrl url;

    ExternalDatabase(DatabaseUrl url) {
        this.url = url;
    }

    /**
     * Checks that the database can be reached and used, and makes the application's role or sets its password.
     *
     * @param applicationPassword of letters, digits, hyphens and underscores
     * @throws CommandException that says what is missing and how to give it
     */
    void prepare(String applicationPassword) {
        try (Connection connection = DriverManager.getConnection(url.withoutCredentials(), url.user(), url.password());
                Statement statement = connection.createStatement()) {
            check(connection, statement);
            String role = statement.enquoteIdentifier(url.applicationRole(), true);
            boolean exists = roleExists(connection);
            try {
                // Of a role that is there only the password is set: to say again what it may not takes a superuser.
                statement.execute((exists ? "alter role " : "create role ") + role + " login password '"
                        + applicationPassword + "'");
                statement.execute("grant connect on database "
                        + statement.enquoteIdentifier(connection.getCatalog(), true) + " to " + role);
            } catch (SQLException e) {
                if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                    throw mayNotMakeTheRole(e);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw new CommandException(
                    "cannot use the database of VIREO_DATABASE_URL: " + e.getMessage(),
                    "check its address, name, user and password: " + url.withoutCredentials() + " user=" + url.user(),
                    e);
        }
    }

    private void check(Connection connection, Statement statement) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST_MAJOR) {
            throw new CommandException(
                    "the database of VIREO_DATABASE_URL is PostgreSQL " + major + ", the oldest that works is "
                            + OLDEST_MAJOR,
                    "upgrade it, or leave VIREO_DATABASE_URL unset to use the one that vireo brings");
        }
        try (ResultSet row = statement.executeQuery(
                "select current_setting('server_encoding'), coalesce(has_schema_privilege(current_schema(), 'create'), false)")) {
            row.next();
            if (!row.getString(1).equals("UTF8")) {
                throw new CommandException(
                        "the database of VIREO_DATABASE_URL holds no Unicode: encoding=" + row.getString(1),
                        "make it anew: create database NAME encoding 'UTF8' template template0");
            }
            if (!row.getBoolean(2)) {
                throw new CommandException(
                        "the user of VIREO_DATABASE_URL may not make tables: user=" + url.user() + " database="
                                + connection.getCatalog(),
                        "make it the owner: alter database \"" + connection.getCatalog() + "\" owner to \"" + url.user()
                                + "\"");
            }
        }
    }

    private boolean roleExists(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select rolsuper or rolbypassrls from pg_roles where rolname = ?")) {
            query.setString(1, url.applicationRole());
            try (ResultSet rows = query.executeQuery()) {
                boolean exists = rows.next();
                if (exists && rows.getBoolean(1)) {
                    throw new CommandException(
                            "the role of the application can pass row-level security: role=" + url.applicationRole(),
                            "take that from it: alter role \"" + url.applicationRole() + "\" nosuperuser nobypassrls");
                }
                return exists;
            }
        }
    }

    private CommandException mayNotMakeTheRole(SQLException e) {
        return new CommandException(
                "the user of VIREO_DATABASE_URL may not create the role of the application: user=" + url.user()
                        + " role=" + url.applicationRole() + ": " + e.getMessage(),
                "let it: alter role \"" + url.user() + "\" createrole",
                e);
    }
}
