package io.vireo.console;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application, as it is shipped, on a PostgreSQL of its own that a test can stop and start. */
final class RunningApplication implements AutoCloseable {
    private static final String PASSWORD = "secret-of-tests";

    private final Path databaseDirectory;
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int databasePort;
    private EmbeddedPostgres database;

    RunningApplication() throws IOException, SQLException {
        databaseDirectory = Files.createTempDirectory("vireo-console-it-");
        database = EmbeddedPostgres.builder()
                .setDataDirectory(databaseDirectory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off")
                .start();
        databasePort = database.getPort();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : new String[] {"vireo_owner", "vireo_app"}) {
                statement.execute("create role " + role + " login password '" + PASSWORD
                        + "' nosuperuser nobypassrls nocreatedb nocreaterole");
            }
            statement.execute("create database vireo owner vireo_owner");
        }
        context = start();
    }

    private ConfigurableApplicationContext start() throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + databasePort + "/vireo";
        SpringApplication application = new SpringApplication(VireoApplication.class);
        application.setDefaultProperties(Map.ofEntries(
                Map.entry(
                        "vireo.data-directory",
                        Files.createDirectory(databaseDirectory.resolve("data")).toString()),
                Map.entry("vireo.version", "of-tests"),
                Map.entry("vireo.listen-address", "127.0.0.1"),
                Map.entry("vireo.agents.port", "0"),
                Map.entry("vireo.gateway.native-port", "1"),
                Map.entry("server.port", "0"),
                Map.entry("server.address", "127.0.0.1"),
                Map.entry("spring.datasource.url", url),
                Map.entry("spring.datasource.username", "vireo_app"),
                Map.entry("spring.datasource.password", PASSWORD),
                Map.entry("spring.flyway.url", url),
                Map.entry("spring.flyway.user", "vireo_owner"),
                Map.entry("spring.flyway.password", PASSWORD),
                Map.entry("spring.flyway.placeholders.applicationRole", "vireo_app"),
                Map.entry("logging.level.root", "WARN")));
        return application.run();
    }

    /** Asks for a page without a cookie, as a browser does. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .header("Accept", "text/html,*/*;q=0.8")
                        .build(),
                BodyHandlers.ofString());
    }

    private int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    void stopDatabase() throws IOException {
        database.close();
    }

    void startDatabase() throws IOException {
        database = EmbeddedPostgres.builder()
                .setPort(databasePort)
                .setDataDirectory(databaseDirectory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off")
                .start();
    }

    @Override
    public void close() throws IOException {
        context.close();
        database.close();
        try (var files = Files.walk(databaseDirectory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
