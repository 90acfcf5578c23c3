package io.vireo.cli.installation;

import io.vireo.supervision.ProcessSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the console and the agent of an installation are run: their commands, and the configuration files that they are given. */
final class PlatformProcesses {
    static final String SUPERVISOR = "supervisor";
    static final String POSTGRES = "postgres";
    static final String CONSOLE = "console";
    static final String AGENT = "agent";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);

    private final DataDirectory directory;
    private final InstallationConfig config;
    private final Secrets secrets;
    private final Distribution distribution;

    PlatformProcesses(DataDirectory directory, InstallationConfig config, Secrets secrets) {
        this.directory = directory;
        this.config = config;
        this.secrets = secrets;
        distribution = new Distribution(Path.of(config.home()));
    }

    /** The process that keeps the others running; detached from whoever starts it. */
    static ProcessSpec supervisor(DataDirectory directory, Distribution distribution) {
        List<String> command =
                distribution.java("cli", "io.vireo.cli.VireoCommand", List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("supervise", "--data", directory.root().toString()));
        return ProcessSpec.named(SUPERVISOR)
                .command(command)
                .directory(directory.root())
                .environment(environment())
                .files(directory.run(), directory.logs())
                .stopTimeout(Duration.ofSeconds(90)) // it stops all the others first
                .once()
                .build();
    }

    ProcessSpec console() {
        Path properties = directory.run().resolve("console.properties");
        DataDirectory.write(
                properties,
                consoleProperties().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()))
                        .collect(Collectors.joining("\n", "", "\n")));
        List<String> command = distribution.java(
                "console",
                "io.vireo.console.VireoApplication",
                List.of(
                        // Grows as far as it must and no further: what is free is given back to the machine.
                        "-Xmx256m", "-Xms48m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30"));
        command.add("--spring.config.additional-location=file:" + properties);
        return ProcessSpec.named(CONSOLE)
                .command(command)
                .directory(directory.root())
                .environment(environment())
                .files(directory.run(), directory.logs())
                .readiness(this::missingOfConsole)
                .startTimeout(Duration.ofMinutes(3))
                .stopTimeout(Duration.ofSeconds(15))
                .build();
    }

    ProcessSpec agent() {
        Path file = directory.agent().resolve("agent.json");
        DataDirectory.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(agentConfig()) + "\n");
        List<String> command = distribution.java(
                "agent", "io.vireo.agent.AgentProcess", List.of("-Xmx48m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--config", file.toString()));
        return ProcessSpec.named(AGENT)
                .command(command)
                .directory(directory.root())
                .environment(environment())
                .files(directory.run(), directory.logs())
                .stopTimeout(Duration.ofSeconds(60)) // it stops workers, gateways and the engine, in this order
                .startTimeout(Duration.ofMinutes(2))
                .readiness(this::missingOfAgent)
                .build();
    }

    /** Whether the agent has a certificate, and can start and serve without the console. */
    boolean isAgentEnrolled() {
        return Files.exists(directory.agent().resolve("node.crt"));
    }

    private Map<String, String> consoleProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("vireo.data-directory", directory.root().toString());
        properties.put("vireo.version", config.version());
        properties.put("vireo.listen-address", config.listenAddress());
        properties.put("vireo.agents.listen-address", config.listenAddress());
        properties.put("vireo.agents.port", Integer.toString(config.agentsPort()));
        properties.put("vireo.gateway.native-port", Integer.toString(config.nativePort()));
        properties.put("server.address", config.listenAddress());
        properties.put("server.port", Integer.toString(config.consolePort()));
        properties.put("spring.datasource.password", secrets.read(Secrets.DATABASE_APPLICATION));
        if (config.hasEmbeddedDatabase()) {
            String url = "jdbc:postgresql://127.0.0.1:" + config.databasePort() + "/" + EmbeddedPostgres.DATABASE;
            properties.put("spring.datasource.url", url);
            properties.put("spring.datasource.username", EmbeddedPostgres.APPLICATION);
            properties.put("spring.flyway.url", url);
            properties.put("spring.flyway.user", EmbeddedPostgres.OWNER);
            properties.put("spring.flyway.password", secrets.read(Secrets.DATABASE_OWNER));
        } else {
            DatabaseUrl url = DatabaseUrl.parse(secrets.read(Secrets.DATABASE_URL));
            properties.put("spring.datasource.url", url.withoutCredentials());
            properties.put("spring.datasource.username", url.applicationRole());
            properties.put("spring.flyway.url", url.withoutCredentials());
            properties.put("spring.flyway.user", url.user());
            properties.put("spring.flyway.password", url.password());
        }
        properties.put("spring.flyway.placeholders.applicationRole", properties.get("spring.datasource.username"));
        return properties;
    }

    private Map<String, Object> agentConfig() {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("nodeName", "local");
        agent.put("version", config.version());
        agent.put("controlPlane", List.of(controlPlaneAddress()));
        agent.put("caFingerprint", secrets.read(Secrets.AUTHORITY_FINGERPRINT));
        agent.put("joinTokenFile", directory.secret(Secrets.JOIN_TOKEN).toString());
        agent.put("grantKeyFile", directory.secret(Secrets.GRANT_KEY).toString());
        agent.put("dataDirectory", directory.root().toString());
        agent.put("socketDirectory", directory.sockets().toString());
        Map<String, Object> commands = new LinkedHashMap<>();
        commands.put("engine", distribution.java("engine", "io.vireo.engine.EngineProcess", List.of("-Xmx128m")));
        commands.put("gateway", distribution.java("gateway", "io.vireo.invoker.TenantProcess", List.of("-Xmx96m")));
        commands.put(
                "worker-python",
                List.of(
                        "/usr/bin/env",
                        "PYTHONPATH=" + distribution.pythonPath(),
                        config.python(),
                        "-m",
                        "vireo_runtime"));
        agent.put("commands", commands);
        return agent;
    }

    private String controlPlaneAddress() {
        boolean anywhere = config.listenAddress().equals("0.0.0.0")
                || config.listenAddress().equals("::");
        String host = anywhere ? "127.0.0.1" : config.listenAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + config.agentsPort();
    }

    /** The agent writes how it stands into a file whenever that changes; one of an earlier agent does not count. */
    private Optional<String> missingOfAgent() {
        try {
            JsonNode status = JSON.readTree(Files.readString(directory.agentStatus()));
            boolean isHis = io.vireo.supervision.ProcessIdentity.read(
                            directory.run().resolve(AGENT + ".pid"))
                    .filter(process -> process.pid() == status.path("pid").asLong())
                    .isPresent();
            if (!isHis) {
                return Optional.of("the agent is starting");
            }
            return status.path("state").asString().equals("ready")
                    ? Optional.empty()
                    : Optional.of(status.path("detail").asString());
        } catch (IOException | JacksonException _) {
            return Optional.of("the agent is starting");
        }
    }

    /** It answers, and has made what an agent needs to know it by. */
    private Optional<String> missingOfConsole() {
        URI address = URI.create(config.consoleUrl() + "/api/v1/health");
        // A client of its own for each probe: nothing of it stays in the supervisor once the console is ready.
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(HEALTH_LIMIT).build()) {
            HttpResponse<Void> response = client.send(
                    HttpRequest.newBuilder(address).timeout(HEALTH_LIMIT).build(),
                    HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() != 200) {
                return Optional.of(address + " answers " + response.statusCode());
            }
            return Files.exists(directory.secret(Secrets.AUTHORITY_FINGERPRINT))
                    ? Optional.empty()
                    : Optional.of("the certificate authority is being made");
        } catch (IOException _) {
            return Optional.of(address + " does not answer yet");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String name : new String[] {"PATH", "HOME", "USER", "LOGNAME", "TMPDIR"}) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("LANG", "C.UTF-8");
        return environment;
    }

    /** For a properties file, whose backslash escapes. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }
}
