package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway over a real engine, as clients meet it. */
@Timeout(180)
class GatewayIT {
    @TempDir
    static Path folder;

    private static final BlockingQueue<FunctionCall> CALLS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<FunctionAnswer> ANSWERS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<LogQuery> QUERIES = new LinkedBlockingQueue<>();
    private static final BlockingQueue<LogAnswer> READERS = new LinkedBlockingQueue<>();
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = GatewayUnderTest.start(
                folder,
                GatewayConfig.defaults(),
                (call, answer) -> {
                    CALLS.add(call);
                    ANSWERS.add(answer);
                },
                (query, answer) -> {
                    QUERIES.add(query);
                    READERS.add(answer);
                });
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(20, TimeUnit.SECONDS);
        assertThat(element).isNotNull();
        return element;
    }

    private static HttpRequest.Builder as(String key, String target) {
        return HttpRequest.newBuilder(gateway.uri(target)).header("X-v3io-session-key", key);
    }

    private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return gateway.send(request).statusCode();
    }

    @Nested
    class Permissions {

        @ParameterizedTest
        @CsvSource({
            "key-of-readers, GET, /data/photos/a, '', 200",
            "key-of-readers, HEAD, /data/photos/a, '', 200",
            "key-of-readers, PUT, /data/photos/a, '', 403",
            "key-of-readers, DELETE, /data/photos/a, '', 403",
            "key-of-readers, GET, /data?prefix=photos, '', 200",
            "key-of-readers, GET, /other?prefix=, '', 403",
            "key-of-readers, GET, /other/a, '', 403",
            "key-of-readers, PUT, /data/photos/a, GetItem, 200",
            "key-of-readers, PUT, /data/photos/a, PutItem, 403",
            "key-of-readers, PUT, /data/photos/a, UpdateItem, 403",
            "key-of-readers, PUT, /data/photos/, GetItems, 200",
            "key-of-readers, POST, /data/photos/s/, CreateStream, 403",
            "key-of-readers, POST, /data/photos/s/, UpdateStream, 403",
            "key-of-readers, GET, /functions/echo, '', 403",
            "key-of-readers, GET, /.vireo/functions/echo/logs, '', 403",
            "key-of-photos, GET, /data/photos/a, '', 200",
            "key-of-photos, PUT, /data/photos/b, '', 200",
            "key-of-photos, DELETE, /data/photos/b, '', 204",
            "key-of-photos, DELETE, /data/photos/kept/a, '', 403",
            "key-of-photos, GET, /data/secret, '', 403",
            "key-of-photos, GET, /7/secret, '', 403",
            "key-of-photos, GET, /data/photos%2F..%2Fsecret, '', 400",
            "key-of-photos, GET, /data?prefix=, '', 403",
            "key-of-photos, PUT, /data/photos/s/, DescribeStream, 403",
            "no-key, GET, /data/photos/a, '', 401",
            "no-key, GET, /functions/echo, '', 401",
        })
        void areThoseOfTheKey(String key, String method, String target, String function, int status) throws Exception {
            gateway.put("/data/photos/a", new byte[1]);
            gateway.put("/data/photos/kept/a", new byte[1]);
            HttpRequest.Builder request = as(key, target).method(method, BodyPublishers.noBody());
            if (!function.isEmpty()) {
                request.header("X-v3io-function", function);
            }

            assertThat(status(request)).isEqualTo(status);
        }

        @Test
        void showOnlyTheContainersThatMayBeListed() throws Exception {
            HttpResponse<byte[]> listing = gateway.send(as(GatewayUnderTest.READ_ONLY_KEY, "/"));

            assertThat(GatewayUnderTest.text(listing))
                    .contains("<Name>data</Name>")
                    .doesNotContain("other");
        }

        @Test
        void cannotBeWidenedByTheNamesInABody() throws Exception {
            HttpResponse<byte[]> response = gateway.send(as(GatewayUnderTest.PHOTOS_KEY, "/data/")
                    .header("X-v3io-function", "PutItem")
                    .PUT(BodyPublishers.ofString(
                            "{\"TableName\":\"secret\",\"Key\":{\"k\":{\"S\":\"a\"}},\"Item\":{}}")));

            assertThat(response.statusCode()).isEqualTo(403);
        }

        @Test
        void followTheViewThatWasAppliedLast() throws Exception {
            TenantView before = GatewayUnderTest.view();
            TenantView without = new TenantView(
                    before.tenantId(),
                    before.tenantName(),
                    before.listenAddress(),
                    gateway.gateway().address().getPort(),
                    before.containers(),
                    before.accessKeys().subList(0, 1),
                    List.of(),
                    before.functions());
            TenantView with = new TenantView(
                    before.tenantId(),
                    before.tenantName(),
                    before.listenAddress(),
                    gateway.gateway().address().getPort(),
                    before.containers(),
                    before.accessKeys(),
                    List.of(),
                    before.functions());
            gateway.put("/data/photos/a", new byte[1]);

            gateway.gateway().apply(without);
            assertThat(status(as(GatewayUnderTest.READ_ONLY_KEY, "/data/photos/a")))
                    .isEqualTo(401);
            gateway.gateway().apply(with);
            assertThat(status(as(GatewayUnderTest.READ_ONLY_KEY, "/data/photos/a")))
                    .isEqualTo(200);
        }
    }

    @Nested
    class Limits {

        @Test
        void holdALongAttribute() throws Exception {
            String text = "x".repeat(1_000_000);

            HttpResponse<byte[]> put =
                    gateway.call("/data/long", "PutItem", "{\"Item\": {\"t\": {\"S\": \"" + text + "\"}}}");

            assertThat(put.statusCode()).isEqualTo(200);
            assertThat(GatewayUnderTest.text(gateway.call("/data/long", "GetItem", "{\"AttributesToGet\": \"t\"}")))
                    .contains(text);
            HttpResponse<byte[]> tooLong =
                    gateway.call("/data/long", "PutItem", "{\"Item\": {\"t\": {\"S\": \"" + text + text + "\"}}}");
            assertThat(tooLong.statusCode()).isEqualTo(400);
            assertThat(GatewayUnderTest.text(tooLong)).contains("limit=1048576");
        }

        @Test
        void holdLongRecordsAndManyOfThem() throws Exception {
            gateway.call("/data/long-stream/", "CreateStream", "{\"ShardCount\": 1, \"RetentionPeriodHours\": 1}");
            String data = java.util.Base64.getEncoder().encodeToString(new byte[600_000]);
            String records = ("{\"Data\": \"" + data + "\", \"ShardId\": 0},").repeat(10);

            HttpResponse<byte[]> put = gateway.call(
                    "/data/long-stream/",
                    "PutRecords",
                    "{\"Records\": [" + records.substring(0, records.length() - 1) + "]}");

            assertThat(put.statusCode()).isEqualTo(200);
            assertThat(GatewayUnderTest.text(put)).contains("\"FailedRecordCount\":0", "\"SequenceNumber\":10");
        }

        @Test
        void refuseMoreRecordsThanARequestMayHold() throws Exception {
            gateway.call("/data/many-stream/", "CreateStream", "{\"ShardCount\": 1, \"RetentionPeriodHours\": 1}");
            String records = "{\"Data\": \"eA==\"},".repeat(1001);

            HttpResponse<byte[]> put = gateway.call(
                    "/data/many-stream/",
                    "PutRecords",
                    "{\"Records\": [" + records.substring(0, records.length() - 1) + "]}");

            assertThat(put.statusCode()).isEqualTo(400);
            assertThat(GatewayUnderTest.text(put)).contains("max=1000");
        }

        @Test
        void refuseABodyThatIsTooLongToHold() throws Exception {
            assertThat(gateway.call("/data/long", "PutItem", "x".repeat(17 * 1024 * 1024))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Nested
    class Functions {

        @Test
        void areHandedTheCallAndNoCredential() throws Exception {
            CompletableFuture<HttpResponse<byte[]>> response = gateway.http()
                    .sendAsync(
                            gateway.request("/functions/echo/a%20b/c?x=1&y")
                                    .header("X-Mine", "yes")
                                    .POST(BodyPublishers.ofString("body"))
                                    .build(),
                            BodyHandlers.ofByteArray());

            FunctionCall call = next(CALLS);
            next(ANSWERS)
                    .respond(
                            201,
                            List.of(
                                    new Header("Content-Type", "text/plain"),
                                    new Header("X-Back", "b"),
                                    new Header("Connection", "close")),
                            ByteBuffer.wrap("done".getBytes(StandardCharsets.UTF_8)));

            assertThat(call.function()).isEqualTo("echo");
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.path()).isEqualTo("/a b/c");
            assertThat(call.query()).isEqualTo("x=1&y");
            assertThat(call.url()).isEqualTo("/functions/echo/a%20b/c?x=1&y");
            assertThat(call.principal()).isEqualTo("all");
            assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("body");
            assertThat(call.headers()).contains(new Header("X-Mine", "yes")).noneMatch(header -> header.name()
                    .equalsIgnoreCase("X-v3io-session-key"));
            HttpResponse<byte[]> answer = response.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(GatewayUnderTest.text(answer)).isEqualTo("done");
            assertThat(answer.headers().firstValue("X-Back")).hasValue("b");
            assertThat(answer.headers().firstValue("Connection")).isEmpty();
        }

        @Test
        void thatAreOpenNeedNoKeyAndSeeAllHeaders() throws Exception {
            CompletableFuture<HttpResponse<byte[]>> response = gateway.http()
                    .sendAsync(
                            HttpRequest.newBuilder(gateway.uri("/functions/hook"))
                                    .header("Authorization", "Signature of a sender")
                                    .build(),
                            BodyHandlers.ofByteArray());

            FunctionCall call = next(CALLS);
            next(ANSWERS).respond(204, List.of(), ByteBuffer.allocate(0));

            assertThat(call.path()).isEqualTo("/");
            assertThat(call.principal()).isEmpty();
            assertThat(call.headers()).contains(new Header("Authorization", "Signature of a sender"));
            assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        }

        @Test
        void mayAnswerInPieces() throws Exception {
            CompletableFuture<HttpResponse<InputStream>> response =
                    gateway.http().sendAsync(gateway.request("/functions/echo").build(), BodyHandlers.ofInputStream());
            next(CALLS);
            FunctionAnswer answer = next(ANSWERS);

            answer.begin(200, List.of());
            answer.write(ByteBuffer.wrap(new byte[] {1}));
            InputStream body = response.get(20, TimeUnit.SECONDS).body();
            assertThat(body.read()).isEqualTo(1);
            answer.write(ByteBuffer.wrap(new byte[] {2}));
            answer.end();

            assertThat(body.readAllBytes()).containsExactly(2);
        }

        @Test
        void areRefusedBodiesPastTheirLimit() throws Exception {
            assertThat(status(gateway.request("/functions/echo").POST(BodyPublishers.ofByteArray(new byte[1001]))))
                    .isEqualTo(413);
        }

        @Test
        void thatAnswerNonsenseAreReported() throws Exception {
            for (Header wrong : List.of(new Header("X-A", "b\r\nX-Injected: yes"), new Header("bad name", "x"))) {
                CompletableFuture<HttpResponse<byte[]>> response = gateway.http()
                        .sendAsync(gateway.request("/functions/echo").build(), BodyHandlers.ofByteArray());
                next(CALLS);
                next(ANSWERS).respond(200, List.of(wrong), ByteBuffer.allocate(0));

                assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(502);
            }
        }

        @Test
        void learnThatTheCallerWentAway() throws Exception {
            CompletableFuture<HttpResponse<byte[]>> response =
                    gateway.http().sendAsync(gateway.request("/functions/echo").build(), BodyHandlers.ofByteArray());
            next(CALLS);
            FunctionAnswer answer = next(ANSWERS);
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            answer.onCancel(() -> cancelled.complete(null));

            response.cancel(true);

            cancelled.get(20, TimeUnit.SECONDS);
            assertThat(answer.isCancelled()).isTrue();
            answer.respond(200, List.of(), ByteBuffer.allocate(0));
        }
    }

    @Nested
    class Logs {

        @Test
        void areAskedForByTheQuery() throws Exception {
            CompletableFuture<HttpResponse<byte[]>> response = gateway.http()
                    .sendAsync(
                            gateway.request(
                                            "/.vireo/functions/echo/logs?after=5&limit=10&level=warn&grep=a+b&version=3")
                                    .build(),
                            BodyHandlers.ofByteArray());

            assertThat(next(QUERIES)).isEqualTo(new LogQuery("echo", 5, 10, false, "warn", "a b", 3));
            LogAnswer reader = next(READERS);
            reader.line("{\"seq\":6}".getBytes(StandardCharsets.UTF_8));
            reader.line("{\"seq\":7}".getBytes(StandardCharsets.UTF_8));
            reader.end();

            HttpResponse<byte[]> answer = response.get(20, TimeUnit.SECONDS);
            assertThat(GatewayUnderTest.text(answer)).isEqualTo("{\"seq\":6}\n{\"seq\":7}\n");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        }

        @Test
        void areFollowedWhileTheyCome() throws Exception {
            CompletableFuture<HttpResponse<InputStream>> response = gateway.http()
                    .sendAsync(
                            gateway.request("/.vireo/functions/echo/logs?follow=true")
                                    .build(),
                            BodyHandlers.ofInputStream());
            assertThat(next(QUERIES)).isEqualTo(new LogQuery("echo", -1, 1000, true, "", "", 0));
            LogAnswer reader = next(READERS);

            InputStream body = response.get(20, TimeUnit.SECONDS).body(); // the head comes without a line
            assertThat(body.read()).isEqualTo('\n');
            reader.line("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(body.readNBytes(3), StandardCharsets.UTF_8)).isEqualTo("{}\n");
            CompletableFuture<Void> gone = new CompletableFuture<>();
            reader.onCancel(() -> gone.complete(null));
            body.close();
            gone.get(20, TimeUnit.SECONDS);
        }

        @Test
        void canBeRefused() throws Exception {
            CompletableFuture<HttpResponse<byte[]>> response = gateway.http()
                    .sendAsync(gateway.request("/.vireo/functions/echo/logs").build(), BodyHandlers.ofByteArray());
            next(QUERIES);
            next(READERS).refuse(503, "log cannot be read now");

            assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
            assertThat(status(gateway.request("/.vireo/functions/echo/logs?limit=0")))
                    .isEqualTo(400);
            assertThat(status(gateway.request("/.vireo/functions/echo/logs?level=loud")))
                    .isEqualTo(400);
            assertThat(status(gateway.request("/.vireo/functions/nobody/logs"))).isEqualTo(404);
        }
    }

    @Nested
    class AnEngineThatDies {

        @Test
        void isToldFromOneThatRefusesAndComesBack() throws Exception {
            gateway.put("/data/lasting", "kept".getBytes(StandardCharsets.UTF_8));
            AtomicBoolean isOver = new AtomicBoolean();
            AtomicInteger unexpected = new AtomicInteger();
            AtomicInteger unavailable = new AtomicInteger();
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    String target = "/data/load/" + i;
                    clients.add(
                            CompletableFuture.runAsync(() -> load(target, isOver, unavailable, unexpected), threads));
                }
                gateway.engine().kill();
                HttpResponse<byte[]> refused = gateway.get("/data/lasting");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(GatewayUnderTest.text(refused)).contains("\"ErrorCode\": -117440512");
                assertThat(status(HttpRequest.newBuilder(gateway.uri("/.vireo/health"))))
                        .isEqualTo(503);

                gateway.engine().start();

                HttpResponse<byte[]> again = gateway.get("/data/lasting");
                assertThat(GatewayUnderTest.text(again)).isEqualTo("kept");
                isOver.set(true);
                clients.forEach(CompletableFuture::join);
            }
            assertThat(unavailable.get()).isPositive();
            assertThat(unexpected.get()).isZero();
            assertThat(status(HttpRequest.newBuilder(gateway.uri("/.vireo/health"))))
                    .isEqualTo(200);
        }

        private static void load(
                String target, AtomicBoolean isOver, AtomicInteger unavailable, AtomicInteger unexpected) {
            int number = 0;
            try {
                while (!isOver.get()) {
                    int status =
                            gateway.put(target + "-" + number++, new byte[2000]).statusCode();
                    if (status == 503) {
                        unavailable.incrementAndGet();
                    } else if (status != 200) {
                        unexpected.incrementAndGet();
                    }
                }
            } catch (IOException | InterruptedException broken) {
                unexpected.incrementAndGet();
            }
        }
    }
}
