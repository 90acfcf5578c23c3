package io.vireo.agent;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that is started as an engine is, and takes connections as one does; it does nothing with them. */
final class FakeEngine {
    private FakeEngine() {}

    public static void main(String[] arguments) throws Exception {
        JsonNode config = JsonMapper.builder().build().readTree(Files.readString(Path.of(arguments[1])));
        Path socket = Path.of(config.path("socket").asString());
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            while (true) {
                server.accept().close();
            }
        }
    }
}
