package io.vireo.controlplane;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** One PostgreSQL for the JVM with the two roles of an installation, and a data directory. */
public final class TestInstallation implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String OWNER = "vireo_owner";
    static final String APPLICATION = "vireo_app";
    private static final String PASSWORD = "only-for-tests";
    /** The machine's own credential. */
    public static final String MACHINE_TOKEN = "machine-token-of-tests";

    /** Where the tests' gateways listen, at each tenant's address. */
    public static final int GATEWAY_PORT = freePort();

    private static EmbeddedPostgres postgres;
    private static DatabaseLink link;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(properties(dataDirectory())).applyTo(context);
    }

    /** What a process of this installation is started with. */
    static Map<String, String> properties(Path dataDirectory) {
        return Map.ofEntries(
                Map.entry("spring.datasource.url", "jdbc:postgresql://127.0.0.1:" + link().port() + "/vireo"),
                Map.entry("spring.datasource.username", APPLICATION),
                Map.entry("spring.datasource.password", PASSWORD),
                Map.entry("spring.datasource.hikari.connection-timeout", "2000"),
                Map.entry("spring.datasource.hikari.maximum-pool-size", "8"),
                Map.entry("spring.flyway.url", url()),
                Map.entry("spring.flyway.user", OWNER),
                Map.entry("spring.flyway.password", PASSWORD),
                Map.entry("spring.jpa.hibernate.ddl-auto", "validate"),
                Map.entry("spring.jpa.open-in-view", "false"),
                Map.entry("spring.threads.virtual.enabled", "true"),
                Map.entry("vireo.data-directory", dataDirectory.toString()),
                Map.entry("vireo.version", "0.1.0"),
                Map.entry("vireo.agents.port", "0"),
                Map.entry("vireo.gateway.native-port", Integer.toString(GATEWAY_PORT)),
                Map.entry("vireo.deployment.time-limit", "4s"));
    }

    static Path dataDirectory() {
        try {
            Path directory = Files.createTempDirectory("vireo-control-plane");
            Path secrets = Files.createDirectory(directory.resolve("secrets"));
            Files.writeString(secrets.resolve("cli-token"), MACHINE_TOKEN);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database as the application sees it, past the application. */
    public static Connection connectAsApplication() throws SQLException {
        return database()
                .getDatabase(APPLICATION, "vireo", Map.of("password", PASSWORD))
                .getConnection();
    }

    static String url() {
        return database().getJdbcUrl(OWNER, "vireo").replaceAll("\\?.*", "");
    }

    /** The wire that the application reaches the database by. */
    public static synchronized DatabaseLink link() {
        if (link == null) {
            link = new DatabaseLink(database().getPort());
        }
        return link;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized EmbeddedPostgres database() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "60")
                        .start();
                try (Connection connection = postgres.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create role " + OWNER + " login password '" + PASSWORD + "'");
                    statement.execute("create role " + APPLICATION + " login password '" + PASSWORD + "'");
                    statement.execute("create database vireo owner " + OWNER);
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("PostgreSQL of the tests does not start", e);
            }
        }
        return postgres;
    }
}
