package io.vireo.gateway;

import io.vireo.client.DataClient;
import io.vireo.client.EngineUnderTest;
import io.vireo.policy.Statement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A gateway over a real engine process, and a client that speaks HTTP to it. */
final class GatewayUnderTest implements AutoCloseable {
    static final String TENANT = "0b9f9a52-3a3e-4b0c-9c55-0a1d2b3c4d5e";
    static final long DATA = 7;
    static final long OTHER = 8;
    static final String KEY = "key-of-everything";
    static final String READ_ONLY_KEY = "key-of-readers";
    static final String PHOTOS_KEY = "key-of-photos";

    private final EngineUnderTest engine;
    private final DataClient data;
    private final Gateway gateway;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private GatewayUnderTest(EngineUnderTest engine, GatewayConfig config, FunctionDoor functions, LogDoor logs) {
        this.engine = engine;
        this.data = engine.client(DATA, OTHER);
        this.gateway = Gateway.start(config, data, functions, logs, Clock.systemUTC());
        gateway.apply(view());
    }

    static GatewayUnderTest start(Path folder) throws IOException {
        return start(folder, GatewayConfig.defaults(), GatewayUnderTest::refuse, GatewayUnderTest::refuse);
    }

    /** Over an engine of several reactors. */
    static GatewayUnderTest start(Path folder, int reactors) throws IOException {
        return new GatewayUnderTest(
                EngineUnderTest.start(folder, reactors),
                GatewayConfig.defaults(),
                GatewayUnderTest::refuse,
                GatewayUnderTest::refuse);
    }

    static GatewayUnderTest start(Path folder, GatewayConfig config, FunctionDoor functions, LogDoor logs)
            throws IOException {
        return new GatewayUnderTest(EngineUnderTest.start(folder, 1), config, functions, logs);
    }

    private static void refuse(FunctionCall call, FunctionAnswer answer) {
        answer.respond(501, List.of(), java.nio.ByteBuffer.allocate(0));
    }

    private static void refuse(LogQuery query, LogAnswer answer) {
        answer.refuse(501, "no logs here");
    }

    static TenantView view() {
        return new TenantView(
                TENANT,
                "default",
                "127.0.0.1",
                0,
                List.of(new TenantView.Container(DATA, "data"), new TenantView.Container(OTHER, "other")),
                List.of(
                        key("all", KEY, Statement.allow(List.of("*"), List.of("*"))),
                        key(
                                "read",
                                READ_ONLY_KEY,
                                Statement.allow(
                                        List.of("item:Read", "item:List", "stream:Read"), List.of("container/data/*"))),
                        key(
                                "photos",
                                PHOTOS_KEY,
                                Statement.allow(List.of("item:*"), List.of("container/data/photos/*")),
                                Statement.deny(List.of("item:Delete"), List.of("container/data/photos/kept/*")))),
                List.of(),
                List.of(
                        new TenantView.FunctionFace("echo", false, 1000),
                        new TenantView.FunctionFace("hook", true, 0)));
    }

    private static TenantView.AccessKey key(String id, String secret, Statement... statements) {
        return new TenantView.AccessKey(id, sha256(secret), id, List.of(statements), 0);
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    EngineUnderTest engine() {
        return engine;
    }

    Gateway gateway() {
        return gateway;
    }

    DataClient data() {
        return data;
    }

    HttpClient http() {
        return http;
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + gateway.address().getPort() + target);
    }

    /** A request with the key that may do everything. */
    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(uri(target))
                .timeout(Duration.ofSeconds(60))
                .header("X-v3io-session-key", KEY);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> put(String target, byte[] body) throws IOException, InterruptedException {
        return send(request(target).PUT(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
        return send(request(target).GET());
    }

    HttpResponse<byte[]> call(String target, String function, String json) throws IOException, InterruptedException {
        return send(request(target).header("X-v3io-function", function).PUT(BodyPublishers.ofString(json)));
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
        gateway.close();
        data.close();
        engine.close();
    }
}
