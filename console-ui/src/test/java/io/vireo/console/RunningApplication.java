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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application, as it is shipped, on a PostgreSQL of its own that a test can stop and start. */
final class RunningApplication implements AutoCloseable {
    private static final String PASSWORD = "secret-of-tests";
    private static final String MACHINE_TOKEN = "machine-token-of-tests";
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    private final Path databaseDirectory;
    private final Path dataDirectory;
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
        dataDirectory = Files.createDirectory(databaseDirectory.resolve("data"));
        FileAttribute<?> forItsOwnerAlone =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path secrets = Files.createDirectory(dataDirectory.resolve("secrets"), forItsOwnerAlone);
        Path token = secrets.resolve("cli-token");
        Files.createFile(token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, MACHINE_TOKEN);
        context = start();
    }

    private ConfigurableApplicationContext start() {
        String url = "jdbc:postgresql://127.0.0.1:" + databasePort + "/vireo";
        SpringApplication application = new SpringApplication(VireoApplication.class);
        application.setDefaultProperties(Map.ofEntries(
                Map.entry("vireo.data-directory", dataDirectory.toString()),
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

    /** Asks for a page without a cookie, as a browser does; an answer that takes longer than any is allowed to is an error. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .header("Accept", "text/html,*/*;q=0.8")
                        .timeout(TIME_LIMIT)
                        .build(),
                BodyHandlers.ofString());
    }

    /** Asks as the machine's own administrator. */
    HttpResponse<String> getAsMachine(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .header("Authorization", "Bearer " + MACHINE_TOKEN)
                        .timeout(TIME_LIMIT)
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

    /** Stops the processes of the database where they are: connections stay open, new ones are accepted, nothing answers. */
    void freezeDatabase() throws IOException, InterruptedException {
        signalDatabase("STOP");
    }

    void thawDatabase() throws IOException, InterruptedException {
        signalDatabase("CONT");
    }

    private void signalDatabase(String signal) throws IOException, InterruptedException {
        String pid = Files.readAllLines(databaseDirectory.resolve("postgres").resolve("postmaster.pid"))
                .getFirst();
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, pid));
        ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow()
                .children()
                .forEach(child -> command.add(Long.toString(child.pid())));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("kill answered " + status + ": " + command);
        }
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
