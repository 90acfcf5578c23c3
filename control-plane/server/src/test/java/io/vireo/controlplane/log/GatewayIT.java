package io.vireo.controlplane.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vireo.controlplane.Caller;
import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.InvocationRequest;
import io.vireo.controlplane.InvocationResult;
import io.vireo.controlplane.InvocationService;
import io.vireo.controlplane.LogLine;
import io.vireo.controlplane.LogQuery;
import io.vireo.controlplane.LogService;
import io.vireo.controlplane.TestInstallation;
import io.vireo.controlplane.push.Scene;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Role;
import io.vireo.tenant.TenantSummary;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Logs and test calls against a gateway that speaks real HTTP and says what the test wants. */
@ControlPlaneTest
class GatewayIT {
    @Autowired
    Scene scene;

    @Autowired
    LogService logs;

    @Autowired
    InvocationService invocations;

    @LocalServerPort
    int port;

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private TenantSummary tenant;
    private UUID tenantId;
    private HttpServer gateway;

    @BeforeEach
    void newTenant() {
        tenant = scene.tenant();
        tenantId = tenant.id();
        scene.functionWithVersion(tenantId, "hello");
    }

    @AfterEach
    void stopGateway() {
        if (gateway != null) {
            gateway.stop(0);
        }
    }

    @Test
    void readsLinesWithTheQueryAndTheCredentialOfTheCaller() throws Exception {
        startGateway(exchange -> answer(exchange, 200, row(4, "one") + row(9, "two")));

        List<LogLine> lines =
                scene.asMachine(() -> logs.read(tenantId, "hello", new LogQuery(3L, 50, "warn", "a b&c", 2)));

        assertThat(lines).extracting(LogLine::message).containsExactly("one", "two");
        assertThat(lines.getLast().sequenceNumber()).isEqualTo(9);
        assertThat(lines.getLast().fields()).containsEntry("n", 9);
        assertThat(lines.getLast().eventId()).isEqualTo("e-9");
        assertThat(requests.take())
                .isEqualTo(
                        "GET /.vireo/functions/hello/logs?limit=50&after=3&level=warn&grep=a%20b%26c&version=2 Bearer");
    }

    @Test
    void saysWhenTheGatewayIsAway() {
        assertThatThrownBy(() -> scene.asMachine(() -> logs.read(tenantId, "hello", LogQuery.newest(10))))
                .isInstanceOf(ControlPlaneException.class)
                .satisfies(error -> assertThat(((ControlPlaneException) error).errorCode())
                        .isEqualTo(ErrorCode.GATEWAY_UNAVAILABLE));
    }

    @Test
    void saysWhatTheGatewaySaid() throws Exception {
        startGateway(exchange -> answer(exchange, 500, "out of luck"));

        assertThatThrownBy(() -> scene.asMachine(() -> logs.read(tenantId, "hello", LogQuery.newest(10))))
                .hasMessageContaining("status=500")
                .hasMessageContaining("out of luck");
    }

    @Test
    void followsAndGoesOnWhereItWasWhenTheGatewayCameBack() throws Exception {
        startGateway(exchange -> {
            boolean isFirst = !exchange.getRequestURI().getQuery().contains("after=");
            answer(exchange, 200, isFirst ? row(1, "one") + "\n" + row(2, "two") : row(3, "three"));
        });

        try (LogService.Tail tail =
                scene.asMachine(() -> logs.follow(tenantId, "hello", LogQuery.newest(10), listener()))) {
            assertThat(tail).isNotNull();
            assertThat(next(8))
                    .containsExactly(
                            "connected", "one", "idle", "two", "interrupted", "connected", "three", "interrupted");
        }
        assertThat(requests.take()).contains("limit=10&follow=true").doesNotContain("after=");
        assertThat(requests.take()).contains("after=2");
    }

    @Test
    void endsATailThatIsRefused() throws Exception {
        startGateway(exchange -> answer(exchange, 403, "no"));

        try (LogService.Tail tail =
                scene.asMachine(() -> logs.follow(tenantId, "hello", LogQuery.newest(10), listener()))) {
            assertThat(tail).isNotNull();
            assertThat(next(1)).containsExactly("ended gateway-failed");
        }
    }

    @Test
    void streamsEventsOverRest() throws Exception {
        startGateway(exchange -> {
            boolean isFirst = exchange.getRequestURI().getQuery().contains("after=41");
            answer(exchange, 200, isFirst ? row(42, "live") : "");
        });
        Caller machine = new Caller(port, TestInstallation.MACHINE_TOKEN);

        var response = HttpClient.newHttpClient()
                .send(
                        machine.request("/api/v1/tenants/" + tenant.name() + "/functions/hello/logs?follow=true")
                                .header("Last-Event-ID", "41")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        List<String> lines = response.body()
                .takeWhile(line -> !line.startsWith("event:interrupted"))
                .toList();

        assertThat(lines)
                .contains("event:connected", "id:42", "event:log")
                .anyMatch(line -> line.contains("\"message\":\"live\""));
    }

    @Test
    void callsAFunctionAndBringsBackWhatItAnswered() throws Exception {
        startGateway(exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                    + exchange.getRequestHeaders().getFirst("X-Custom"));
            exchange.getResponseHeaders().add("X-Answer", "yes");
            answer(exchange, 418, "short and stout");
        });

        InvocationResult result = scene.as(
                Role.DEVELOPER,
                tenantId,
                () -> invocations.invoke(
                        tenantId,
                        "hello",
                        new InvocationRequest(
                                "POST", "/a/b?c=d", Map.of("X-Custom", List.of("v")), "body".getBytes(UTF_8))));

        assertThat(result.status()).isEqualTo(418);
        assertThat(new String(result.body(), UTF_8)).isEqualTo("short and stout");
        assertThat(result.headers()).containsEntry("x-answer", List.of("yes"));
        assertThat(result.duration()).isPositive();
        assertThat(result.isTruncated()).isFalse();
        assertThat(requests.take()).isEqualTo("POST /functions/hello/a/b?c=d Bearer");
        assertThat(requests.take()).isEqualTo("bodyv");
    }

    @Test
    void refusesACallThatCannotBeMeant() {
        for (InvocationRequest request : List.of(
                new InvocationRequest("BREW", "", Map.of(), new byte[0]),
                new InvocationRequest("GET", "no-slash", Map.of(), new byte[0]),
                new InvocationRequest("GET", "/a b", Map.of(), new byte[0]),
                new InvocationRequest("GET", "", Map.of("Authorization", List.of("x")), new byte[0]),
                new InvocationRequest("GET", "", Map.of("Bad Name", List.of("x")), new byte[0]),
                new InvocationRequest("GET", "", Map.of("X", List.of("a\r\nB: c")), new byte[0]),
                new InvocationRequest("POST", "", Map.of(), new byte[8 * 1024 * 1024 + 1]))) {
            assertThatThrownBy(() -> scene.asMachine(() -> invocations.invoke(tenantId, "hello", request)))
                    .isInstanceOf(ControlPlaneException.class)
                    .satisfies(error -> assertThat(((ControlPlaneException) error).errorCode())
                            .isEqualTo(ErrorCode.INVALID_FIELD));
        }
    }

    @Test
    void aViewerReadsLogsAndCallsNothing() throws Exception {
        startGateway(exchange -> answer(exchange, 200, ""));

        assertThat(scene.as(Role.VIEWER, tenantId, () -> logs.read(tenantId, "hello", LogQuery.newest(1))))
                .isEmpty();
        assertThatThrownBy(() -> scene.as(
                        Role.VIEWER,
                        tenantId,
                        () -> invocations.invoke(
                                tenantId, "hello", new InvocationRequest("GET", "", Map.of(), new byte[0]))))
                .isInstanceOf(IdentityException.class);
    }

    private interface Answering {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void startGateway(Answering answering) throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(tenant.address(), TestInstallation.GATEWAY_PORT), 0);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + authorization.split(" ")[0]);
            answering.handle(exchange);
        });
        gateway.start();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
        }
    }

    private static String row(long sequence, String message) {
        return """
                {"seq":%d,"timeNs":17,"level":"info","source":"stdout","message":"%s","fields":{"n":%d},"eventId":"e-%d","version":2,"worker":"0"}
                """.formatted(sequence, message, sequence, sequence);
    }

    private List<String> next(int count) throws InterruptedException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(told.poll(10, TimeUnit.SECONDS));
        }
        return events;
    }

    private LogService.Listener listener() {
        return new LogService.Listener() {
            @Override
            public void connected() {
                told.add("connected");
            }

            @Override
            public void lines(List<LogLine> lines) {
                lines.forEach(line -> told.add(line.message()));
            }

            @Override
            public void idle() {
                told.add("idle");
            }

            @Override
            public void interrupted(String reason) {
                told.add("interrupted");
            }

            @Override
            public void stopping() {
                told.add("stopping");
            }

            @Override
            public void ended(ControlPlaneException reason) {
                told.add("ended " + reason.code());
            }
        };
    }
}
