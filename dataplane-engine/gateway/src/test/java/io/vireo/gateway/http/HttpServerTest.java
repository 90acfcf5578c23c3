package io.vireo.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The listener over each transport of this machine, spoken to in raw bytes. */
@ParameterizedClass
@MethodSource("transports")
class HttpServerTest {
    private static final int MAX_CONNECTIONS = 4;
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private final Transport transport;
    private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    private HttpServer server;

    HttpServerTest(Transport transport) {
        this.transport = transport;
    }

    static Stream<Transport> transports() {
        return Stream.of(Transport.values()).filter(Transport::isAvailable);
    }

    @BeforeEach
    void listen() throws IOException {
        HttpLimits limits = new HttpLimits(MAX_CONNECTIONS, 1024, 2048, 64 * 1024, TIMEOUT, TIMEOUT, TIMEOUT);
        Clock clock = Clock.fixed(Instant.ofEpochSecond(784_111_777), ZoneOffset.UTC);
        server = new HttpServer(transport, 1, limits, this::handle, clock);
        server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void handle(Exchange exchange) {
        switch (exchange.target().path()) {
            case "/echo" -> exchange.receiveWhole(32 * 1024, body -> exchange.respond(200, headers(), body.retain()));
            case "/early" -> exchange.respond(403, headers(), text("no"));
            case "/count" -> exchange.receive(new Counter(exchange));
            case "/later" ->
                exchange.executor()
                        .schedule(() -> exchange.respond(200, headers(), text("later")), 50, TimeUnit.MILLISECONDS);
            case "/never" -> exchange.onCancel(() -> cancelled.complete(true));
            case "/chunks" -> {
                exchange.begin(200, headers(), -1);
                exchange.write(text("one"));
                exchange.write(text("two"));
                exchange.end();
            }
            case "/flood" -> flood(exchange);
            case "/fault" -> throw new IllegalStateException("planted");
            default -> exchange.respond(200, headers(), text(exchange.target().path()));
        }
    }

    private static void flood(Exchange exchange) {
        exchange.begin(200, headers(), 1L << 40);
        floodMore(exchange);
    }

    private static void floodMore(Exchange exchange) {
        while (exchange.isWritable() && !exchange.isCancelled()) {
            exchange.write(exchange.allocator().directBuffer(8192).writeZero(8192));
        }
        if (!exchange.isCancelled()) {
            exchange.onWritable(() -> floodMore(exchange));
        }
    }

    /** Counts a body without holding it. */
    private static final class Counter implements BodyReceiver {
        private final Exchange exchange;
        private long count;

        Counter(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void onPiece(ByteBuf piece) {
            count += piece.readableBytes();
            piece.release();
            exchange.executor().execute(exchange::pull);
        }

        @Override
        public void onEnd() {
            exchange.respond(200, headers(), text(Long.toString(count)));
        }

        @Override
        public void onFailure() {}
    }

    private static HttpHeaders headers() {
        return Exchange.newHeaders();
    }

    private static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private RawClient client() throws IOException {
        return new RawClient(server.address());
    }

    private String once(String request) throws IOException {
        try (RawClient client = client()) {
            return client.send(request).answer();
        }
    }

    @Test
    void answersWithTheNamesOfFieldsSpeltAsClientsCompareThem() throws IOException {
        assertThat(once("GET /a HTTP/1.1\r\nHost: h\r\n\r\n"))
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: Vireo\r\n\r\n/a");
    }

    @Test
    void keepsAConnectionAndAnswersInOrder() throws IOException {
        try (RawClient client = client()) {
            client.send(
                    "GET /later HTTP/1.1\r\nHost: h\r\n\r\nPOST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                            + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(client.answer()).endsWith("later");
            assertThat(client.answer()).endsWith("abc");
            assertThat(client.answer()).endsWith("/b");
        }
    }

    @Test
    void closesWhenAskedTo() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(client.rest()).contains("Connection: close").endsWith("/a");
        }
    }

    @Test
    void speaksTheOlderVersion() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /chunks HTTP/1.0\r\n\r\n");

            assertThat(client.rest()).doesNotContain("Transfer-Encoding").endsWith("\r\n\r\nonetwo");
        }
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws IOException {
        try (RawClient client = client()) {
            client.send("HEAD /abc HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(client.head()).contains("Content-Length: 4\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("/b");
        }
    }

    @Test
    void sendsChunksWhenTheLengthIsNotKnown() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /chunks HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(client.rest())
                    .contains("Transfer-Encoding: chunked")
                    .endsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
        }
    }

    @Test
    void asksForABodyThatWaitsForAWord() throws IOException {
        try (RawClient client = client()) {
            client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue");
            assertThat(client.send("ok").answer()).endsWith("ok");
        }
    }

    @Test
    void refusesWithoutAskingForTheBody() throws IOException {
        try (RawClient client = client()) {
            client.send("PUT /early HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");

            assertThat(client.answer()).startsWith("HTTP/1.1 403").contains("Connection: close");
        }
    }

    @Test
    void skipsAShortBodyThatNobodyReads() throws IOException {
        try (RawClient client = client()) {
            client.send("PUT /early HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 403").doesNotContain("Connection: close");

            client.send("12345GET /next HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(client.answer()).endsWith("/next");
        }
    }

    @Test
    void takesChunkedBodies() throws IOException {
        assertThat(
                        once(
                                "PUT /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
                .endsWith("abcde");
    }

    @Test
    void countsABodyThatIsTakenPieceByPiece() throws IOException {
        String body = "x".repeat(300_000);

        assertThat(once("PUT /count HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + body))
                .endsWith("300000");
    }

    @Test
    void givesAnEmptyBodyToItsReceiver() throws IOException {
        assertThat(once("PUT /count HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"))
                .endsWith("\r\n\r\n0");
        assertThat(once("PUT /echo HTTP/1.1\r\nHost: h\r\n\r\n")).contains("Content-Length: 0");
    }

    @Test
    void refusesWhatIsTooLongByItsLimit() throws IOException {
        assertThat(once("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 32769\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("max_bytes=32768");
        assertThat(once("GET /" + "a".repeat(2000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(once("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(4000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void refusesMoreWholeBodiesThanTheBudgetHolds() throws IOException {
        try (RawClient first = client();
                RawClient second = client()) {
            String head = "PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 32768\r\n\r\n";
            first.send(head);
            second.send(head);
            await(() -> server.wholeBodyBytes() == 65536);

            assertThat(once(head)).startsWith("HTTP/1.1 503").contains("Retry-After: 1", "-117440512");
        }
        await(() -> server.wholeBodyBytes() == 0);
    }

    @Test
    void refusesWhatIsMalformed() throws IOException {
        assertThat(once("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(once("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400").contains("Host");
        assertThat(once("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(once("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(once("PUT /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(once("PUT /echo HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n"))
                .startsWith("HTTP/1.1 417");
    }

    @Test
    void answersAFaultAndGoesOn() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send("GET /fault HTTP/1.1\r\nHost: h\r\n\r\n").answer())
                    .startsWith("HTTP/1.1 500")
                    .doesNotContain("planted");

            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").answer())
                    .endsWith("/b");
        }
    }

    @Test
    void tellsWhenAClientGoesAway() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
            await(() -> server.connectionCount() == 1);
        }

        assertThat(cancelled.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closesAnIdleConnectionAndAHeadThatDoesNotEnd() throws IOException {
        try (RawClient idle = client();
                RawClient slow = client()) {
            slow.send("GET /a HTTP/1.1\r\nHo");

            assertThat(idle.rest()).isEmpty();
            assertThat(slow.rest()).isEmpty();
        }
    }

    @Test
    void endsABodyThatDoesNotCome() throws IOException {
        try (RawClient slow = client()) {
            slow.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");

            assertThat(slow.rest()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void cutsAClientThatDoesNotReadItsAnswer() throws IOException {
        try (RawClient slow = client()) {
            slow.send("GET /flood HTTP/1.1\r\nHost: h\r\n\r\n");

            await(() -> server.connectionCount() == 1);
            await(() -> server.connectionCount() == 0);
        }
    }

    @Test
    void refusesMoreConnectionsThanItHolds() throws IOException {
        try (RawClient a = client();
                RawClient b = client();
                RawClient c = client();
                RawClient d = client()) {
            for (RawClient client : new RawClient[] {a, b, c, d}) {
                client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").answer();
            }
            try (RawClient extra = client()) {
                assertThat(extra.rest()).startsWith("HTTP/1.1 503").contains("too many connections");
            }
        }
    }

    @Test
    void movesToAnotherAddressWithoutDroppingConnections() throws IOException {
        InetSocketAddress before = server.address();
        try (RawClient client = client()) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").answer();

            server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(server.address()).isNotEqualTo(before);
            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").answer())
                    .endsWith("/b");
            assertThat(once("GET /c HTTP/1.1\r\nHost: h\r\n\r\n")).endsWith("/c");
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new SocketTimeoutException("condition does not come true");
            }
            Thread.onSpinWait();
        }
    }
}
