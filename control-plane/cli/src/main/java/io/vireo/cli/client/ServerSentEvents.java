package io.vireo.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data of server-sent events, each one line of JSON, as the console sends them. One thread reads; any may close. */
public final class ServerSentEvents implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DATA = "data:";

    private final InputStream body;
    private final BufferedReader lines;

    ServerSentEvents(InputStream body) {
        this.body = body;
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Waits for the next event; nothing when the stream has ended, however it did. */
    public Optional<JsonNode> next() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    return Optional.of(JSON.readTree(line.substring(DATA.length())));
                }
            }
        } catch (IOException _) {
            // Broken off or closed: the caller sees that its end did not come.
        }
        return Optional.empty();
    }

    /** Ends the stream, and with it the wait of whoever reads. */
    @Override
    public void close() {
        try {
            body.close(); // not the reader, whose lock the one who waits holds
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
