package io.vireo.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process that is started as a tenant process is and speaks its side of the line. It refuses tenants with a container named {@code
 * refuse-me}, asks for one worker per function, tells of keys that were used, and writes every line that it hears to {@code heard-NAME} beside its log folder.
 */
final class FakeTenantProcess {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path heard;
    private final ObjectNode workers = JSON.createObjectNode();
    private long appliedVersion;

    private FakeTenantProcess(Path heard) {
        this.heard = heard;
    }

    public static void main(String[] arguments) throws Exception {
        JsonNode config = JSON.readTree(Files.readString(Path.of(arguments[1])));
        Path socket = Path.of(config.path("controlSocket").asString());
        Path heard = Path.of(config.path("logDirectory").asString())
                .resolveSibling("heard-" + config.path("tenantName").asString());
        Files.deleteIfExists(socket);
        FakeTenantProcess process = new FakeTenantProcess(heard);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            while (true) {
                try (SocketChannel agent = server.accept()) {
                    process.serve(agent);
                } catch (IOException _) {
                    // the agent went away; the next one comes
                }
            }
        }
    }

    private void serve(SocketChannel agent) throws IOException {
        Writer writer = Channels.newWriter(agent, StandardCharsets.UTF_8);
        BufferedReader reader = new BufferedReader(Channels.newReader(agent, StandardCharsets.UTF_8));
        ObjectNode hello = message("hello");
        hello.put("pid", ProcessHandle.current().pid());
        hello.put("appliedVersion", appliedVersion);
        ArrayNode running = hello.putArray("workers");
        workers.properties().forEach(worker -> running.addObject()
                .put("worker", worker.getKey())
                .put("pid", worker.getValue().asLong()));
        send(writer, hello);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            Files.writeString(heard, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            JsonNode message = JSON.readTree(line);
            switch (message.path("type").asString()) {
                case "apply" -> apply(writer, message);
                case "workerStarted" ->
                    workers.put(
                            message.path("worker").asString(),
                            message.path("pid").asLong());
                case "workerExited" -> workers.remove(message.path("worker").asString());
                default -> throw new IOException("not known: " + line);
            }
        }
    }

    private void apply(Writer writer, JsonNode message) throws IOException {
        JsonNode tenant = message.path("tenant");
        for (JsonNode container : tenant.path("containers")) {
            if (container.path("name").asString().equals("refuse-me")) {
                send(
                        writer,
                        message("refused")
                                .put("version", message.path("version").asLong())
                                .put("field", "containers[0].name")
                                .put("reason", "is refused"));
                return;
            }
        }
        appliedVersion = message.path("version").asLong();
        send(writer, message("applied").put("version", appliedVersion));
        ObjectNode used = message("keysUsed");
        used.putObject("keys").put("k1", 1_700_000_000).put("of-another-tenant", 1_700_000_000);
        send(writer, used);
        ArrayNode states = JSON.createArrayNode();
        for (JsonNode function : tenant.path("functions")) {
            states.addObject()
                    .put("name", function.path("name").asString())
                    .put("version", function.path("version").asInt())
                    .put("state", "SERVING")
                    .put("workersReady", 1)
                    .put("workersWanted", 1);
            ObjectNode start = message("startWorker");
            String worker = function.path("name").asString() + "-"
                    + function.path("version").asInt();
            if (workers.has(worker)) {
                continue;
            }
            start.put("worker", worker);
            start.put("function", function.path("name").asString());
            start.put("version", function.path("version").asInt());
            start.put("runtime", "python");
            start.put("handler", function.path("handler").asString());
            byte[] hash = java.util.Base64.getDecoder()
                    .decode(function.path("codeSha256").asString());
            start.put("codeSha256", java.util.HexFormat.of().formatHex(hash));
            start.set("environment", function.path("environment"));
            start.put("channelSocket", "/somewhere");
            start.put("channelToken", "c2VjcmV0");
            start.set("bindings", function.path("bindings"));
            send(writer, start);
        }
        ObjectNode functions = message("functions");
        functions.set("functions", states);
        send(writer, functions);
    }

    private static ObjectNode message(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void send(Writer writer, ObjectNode message) throws IOException {
        writer.write(message + "\n");
        writer.flush();
    }
}
