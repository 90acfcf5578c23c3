package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code Range: -1} against a real gateway and engine: nothing is lost, torn or written twice, however many append at once. */
@Timeout(180)
class AppendIT {
    /** Together more pieces than a body may lie in, so that it is written anew while others append. */
    private static final int WRITERS = 4;

    private static final int LINES = 300;

    @TempDir
    static Path folder;

    /** As many as a body may lie in; one more has it written anew. */
    private static final int SHORT_PIECES = 1_024;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = GatewayUnderTest.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<byte[]> append(String target, byte[] body) throws IOException, InterruptedException {
        return gateway.send(gateway.request(target).header("Range", "-1").PUT(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void keepsEveryLineOfSeveralWritersInTheirOrder() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "writer-" + writer;
                done.add(writers.submit(() -> appendLines(name)));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }

        TreeMap<String, Integer> next = new TreeMap<>();
        for (String line : GatewayUnderTest.text(gateway.get("/data/log")).split("\n")) {
            String[] parts = line.split(" ");
            assertThat(Integer.parseInt(parts[1])).as(line).isEqualTo(next.getOrDefault(parts[0], 0));
            next.merge(parts[0], 1, Integer::sum);
        }
        assertThat(next).hasSize(WRITERS).allSatisfy((_, count) -> assertThat(count)
                .isEqualTo(LINES));
    }

    private static Void appendLines(String name) throws IOException, InterruptedException {
        for (int i = 0; i < LINES; i++) {
            HttpResponse<byte[]> response = append("/data/log", (name + " " + i + "\n").getBytes());
            assertThat(response.statusCode())
                    .as(GatewayUnderTest.text(response))
                    .isEqualTo(200);
        }
        return null;
    }

    @Test
    void takesLongPiecesOfAnyLengthAndKeepsAttributes() throws Exception {
        byte[] piece = "0123456789abcdef".repeat(10_000).getBytes();
        gateway.call("/data/long", "PutItem", "{\"Item\": {\"a\": {\"N\": \"1\"}}}");

        append("/data/long", piece);
        append("/data/long", new byte[0]);
        append("/data/long", "middle".getBytes());
        HttpResponse<byte[]> last = gateway.send(gateway.request("/data/long")
                .header("Range", "-1")
                .PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(piece)))); // without a length

        assertThat(last.statusCode()).isEqualTo(200);
        String text = new String(piece);
        assertThat(GatewayUnderTest.text(gateway.get("/data/long"))).isEqualTo(text + "middle" + text);
        assertThat(GatewayUnderTest.text(gateway.call("/data/long", "GetItem", "{}")))
                .contains("\"a\":{\"N\":\"1\"}");
    }

    @Test
    void isDoneOnceWithAKeyThoughTheBodyWasWrittenAnewForIt() throws Exception {
        for (int i = 0; i < SHORT_PIECES; i++) {
            assertThat(append("/data/pieces", "x".getBytes()).statusCode()).isEqualTo(200);
        }
        byte[] tail = "y".repeat(100_000).getBytes();
        for (byte[] body : List.of("end".getBytes(), tail, "end".getBytes(), tail)) {
            HttpResponse<byte[]> response = gateway.send(gateway.request("/data/pieces")
                    .header("Range", "-1")
                    .header("Idempotency-Key", "piece-" + body.length)
                    .PUT(BodyPublishers.ofByteArray(body)));
            assertThat(response.statusCode())
                    .as(GatewayUnderTest.text(response))
                    .isEqualTo(200);
        }

        assertThat(GatewayUnderTest.text(gateway.get("/data/pieces")))
                .isEqualTo("x".repeat(SHORT_PIECES) + "end" + new String(tail));
    }

    @Test
    void isRefusedOnWhatHasNoBody() throws Exception {
        gateway.call("/data/stream/", "CreateStream", "{\"ShardCount\": 1}");

        assertThat(append("/data/stream", new byte[1]).statusCode()).isEqualTo(409);
        assertThat(append("/data/stream", new byte[100_000]).statusCode()).isEqualTo(409);
    }
}
