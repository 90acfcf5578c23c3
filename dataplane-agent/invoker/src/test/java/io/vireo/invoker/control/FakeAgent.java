package io.vireo.invoker.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent's end of the control socket. */
final class FakeAgent implements AutoCloseable {
    private final JsonMapper mapper = new JsonMapper();
    private final SocketChannel channel;
    private final BufferedReader lines;

    FakeAgent(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    void say(String line) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The next message of this type; others before it are passed over. */
    JsonNode hear(String type) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode message = mapper.readTree(line);
            if (message.path("type").asString("").equals(type)) {
                return message;
            }
        }
        throw new AssertionError("the connection ended before a message came: type=" + type);
    }

    boolean isEnded() throws IOException {
        while (lines.readLine() != null) {
            // what was sent before the end
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
