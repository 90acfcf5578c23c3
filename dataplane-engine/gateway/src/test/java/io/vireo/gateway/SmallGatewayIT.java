package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.client.EngineUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with the heap of an installation, 96 MB, and what it takes while bodies many times as long go through it. */
@Timeout(300)
class SmallGatewayIT {
    private static final long MIB = 1024 * 1024;
    /** More than {@link #MEMORY_BYTES}. */
    private static final long BODY_BYTES = 320 * MIB;
    /** Heap, the JVM itself, and the channel that it shares with the engine. */
    private static final long MEMORY_BYTES = 260 * MIB;

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private EngineUnderTest engine;
    private Process process;
    private int port;

    @BeforeEach
    void start() throws IOException {
        engine = EngineUnderTest.start(folder, 1);
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallGateway.class.getName(),
                        engine.socket().toString(),
                        Base64.getEncoder()
                                .encodeToString(engine.grant(GatewayUnderTest.DATA, GatewayUnderTest.OTHER))))
                .redirectError(folder.resolve("gateway.log").toFile())
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        assertThat(line).as(Files.readString(folder.resolve("gateway.log"))).isNotNull();
        port = Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }

    @AfterEach
    void stop() {
        http.close();
        process.destroyForcibly().onExit().join();
        engine.close();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .header("X-v3io-session-key", GatewayUnderTest.KEY);
    }

    /** The most memory that the gateway ever had, in bytes. */
    private long peakMemoryBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new AssertionError("no VmHWM");
    }

    /** Bytes that are made as they are read. */
    private static final class MadeUp extends InputStream {
        private final Random random = new Random(1);
        private final CRC32C sum = new CRC32C();
        private long remaining = BODY_BYTES;

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in arrays");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (remaining == 0) {
                return -1;
            }
            byte[] block = new byte[(int) Math.min(length, remaining)];
            random.nextBytes(block);
            System.arraycopy(block, 0, target, offset, block.length);
            sum.update(block);
            remaining -= block.length;
            return block.length;
        }
    }

    @Test
    void passesOnABodyManyTimesItsHeapBothWays() throws Exception {
        MadeUp sent = new MadeUp();

        HttpResponse<String> stored = http.send(
                request("/data/big")
                        .PUT(BodyPublishers.ofInputStream(() -> sent))
                        .build(),
                BodyHandlers.ofString());
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        HttpResponse<InputStream> answer = http.send(request("/data/big").build(), BodyHandlers.ofInputStream());

        CRC32C received = new CRC32C();
        long length = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream body = answer.body()) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                received.update(buffer, 0, count);
                length += count;
            }
        }
        assertThat(length).isEqualTo(BODY_BYTES);
        assertThat(received.getValue()).isEqualTo(sent.sum.getValue());
        assertThat(peakMemoryBytes()).isLessThan(MEMORY_BYTES);
    }

    @Test
    void doesNotGrowWithClientsThatDoNotReadOrDoNotSend() throws Exception {
        byte[] object = new byte[(int) (8 * MIB)];
        assertThat(http.send(
                                request("/data/wanted")
                                        .PUT(BodyPublishers.ofByteArray(object))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket reader = new Socket("127.0.0.1", port);
                reader.setReceiveBufferSize(4096);
                write(
                        reader,
                        "GET /data/wanted HTTP/1.1\r\nHost: h\r\nX-v3io-session-key: " + GatewayUnderTest.KEY
                                + "\r\n\r\n");
                clients.add(reader);
                Socket writer = new Socket("127.0.0.1", port);
                write(
                        writer,
                        "PUT /data/slow HTTP/1.1\r\nHost: h\r\nX-v3io-session-key: " + GatewayUnderTest.KEY
                                + "\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(100));
                clients.add(writer);
            }

            for (int i = 0; i < 50; i++) {
                HttpResponse<byte[]> served = http.send(
                        request("/data/small-" + i)
                                .PUT(BodyPublishers.ofByteArray(new byte[100]))
                                .build(),
                        BodyHandlers.ofByteArray());
                assertThat(served.statusCode()).isEqualTo(200);
            }
            assertThat(peakMemoryBytes()).isLessThan(MEMORY_BYTES);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertThat(http.send(request("/data/wanted").build(), BodyHandlers.ofByteArray())
                        .body())
                .hasSize(object.length);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
