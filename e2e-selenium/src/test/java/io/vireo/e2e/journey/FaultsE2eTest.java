package io.vireo.e2e.journey;

import static io.vireo.e2e.platform.Traffic.Kind.CALL;
import static io.vireo.e2e.platform.Traffic.Kind.READ;
import static io.vireo.e2e.platform.Traffic.Kind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vireo.e2e.page.OutagePage;
import io.vireo.e2e.page.Shell;
import io.vireo.e2e.page.SignInPage;
import io.vireo.e2e.page.WelcomePage;
import io.vireo.e2e.platform.Browser;
import io.vireo.e2e.platform.Installation;
import io.vireo.e2e.platform.Installation.Outcome;
import io.vireo.e2e.platform.Leftovers;
import io.vireo.e2e.platform.RawConnection;
import io.vireo.e2e.platform.Signal;
import io.vireo.e2e.platform.Traffic;
import io.vireo.e2e.platform.Traffic.Mark;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A whole installation under a client that does not rest, while its processes are killed and its public faces are sent what they
 * must not take. Nothing acknowledged is lost, and what was not hit goes on.
 *
 * <p>Beside it, one process at a time and more often: {@code EngineKillIT} (200 kills under a writer), {@code HostileClientIT} (malformed
 * Cap'n Proto and lengths on a channel to the engine), {@code HostilePeerIT} (the channel's memory replaced or truncated).
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@ExtendWith(LastLook.class)
class FaultsE2eTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PERSON = "ada";
    private static final String PASSWORD = "nightjar-at-dusk-7";
    private static final String TENANT = "default";
    private static final String CONTAINER = "data";

    /** Answers what it is sent, after it has written that by its binding. */
    private static final String STEADY = """
            # @nuclio.configure
            #
            # function.yaml:
            #   spec:
            #     handler: steady:handler
            #     bindings:
            #       data:
            #         container: data
            #         writable: true

            def handler(context, event):
                context.bindings["data"].put("calls/" + event.body.decode(), body=event.body)
                return event.body
            """;

    @TempDir
    static Path folder;

    private static Installation platform;
    private static Browser browser;
    private static String console;
    private static String endpoint;
    private static String key;
    private static Traffic traffic;

    @BeforeAll
    static void start() throws Exception {
        // Too long for a socket's path: the sockets get a folder of their own, which must go, too.
        platform = Installation.up(folder.resolve("in-a-folder-whose-path-is-too-long-for-the-name-of-a-unix-socket"));
        console = platform.console();
        browser = Browser.open(1440, 900);
        LastLook.at(browser);
        WelcomePage.open(browser.driver(), platform.bootstrapLink()).create(PERSON, PASSWORD);
        endpoint = platform.nativeApi(TENANT);
        key = platform.sessionKey(TENANT, "traffic");
        deploy("steady", STEADY).orFail();
        traffic = Traffic.start(endpoint, CONTAINER, "steady", key);
        traffic.mark().awaitServed(WRITE, READ, CALL);
    }

    @AfterAll
    static void stop() throws Exception {
        traffic.close();
        browser.close();
        platform.close();
    }

    @AfterEach
    void nothingAcknowledgedIsLost() throws Exception {
        int checked = traffic.inventory();

        System.out.println("  acknowledged and there: " + checked);
        assertThat(traffic.wrong()).isEmpty();
    }

    @Nested
    @Order(1)
    class Killed {
        private Map<String, Long> before;
        private Mark mark;

        @BeforeEach
        void allIsWell() {
            before = awaitReady();
        }

        @Test
        void engineComesBackWithEverythingThatItAcknowledged() throws Exception {
            kill("engine");

            served(WRITE, READ, CALL);
            assertOnlyChanged("engine");
        }

        @Test
        void gatewayComesBackWithItsFunctions() throws Exception {
            kill("gateway-" + TENANT);

            served(WRITE, READ, CALL);
            assertThat(awaitReady()).containsKeys("gateway-" + TENANT);
        }

        @Test
        void workerIsReplacedWhileDataAreServed() throws Exception {
            kill("worker-");

            served(CALL);
            assertThat(mark.interruptions()).noneMatch(what -> what.startsWith("WRITE") || what.startsWith("READ"));
        }

        @Test
        void agentIsNotMissedByThoseItStarted() throws Exception {
            kill("agent");

            assertOnlyChanged("agent");
            assertThat(mark.interruptions()).isEmpty();
        }

        @Test
        void engineComesBackUnderAnAgentThatAdoptedIt() throws Exception {
            kill("agent");
            before = awaitReady();
            kill("engine");

            served(WRITE, READ, CALL);
            assertOnlyChanged("engine");
        }

        @Test
        void supervisorIsNotMissedAndTheNextOneAdoptsWhatRuns() throws Exception {
            kill("supervisor");

            assertThat(platform.status().path("state").asString()).isEqualTo("degraded");
            platform.upAgain();

            assertOnlyChanged("supervisor");
            assertThat(mark.interruptions()).isEmpty();
        }

        @Test
        void consoleComesBackAndTheDataPlaneNeverStops() throws Exception {
            kill("console");

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> api("/health").statusCode() == 200);
            sayServed("console");
            assertOnlyChanged("console");
            assertThat(signIn().title()).isNotBlank();
            assertThat(mark.interruptions()).isEmpty();
        }

        @Test
        void databaseIsMissedByThePagesAloneAndNothingElseIsRestarted() throws Exception {
            signIn();
            // Whoever would start it again is held, so that there is time to look.
            long supervisor = before.get("supervisor");
            Signal.STOP.send(supervisor);
            try {
                kill("postgres");

                await().atMost(PATIENCE).until(() -> api("/tenants").statusCode() == 503);
                HttpResponse<String> refused = api("/tenants");
                assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.body()).contains("\"code\":\"database-unavailable\"");
                assertThat(OutagePage.open(browser.driver(), console).text())
                        .contains("The database does not answer", "Data and functions are not affected");
                browser.screenshot("database-down");
                mark.awaitServed(WRITE, READ, CALL);
            } finally {
                Signal.CONTINUE.send(supervisor);
            }

            mark = traffic.mark();
            await().atMost(PATIENCE).until(() -> api("/tenants").statusCode() == 200);
            sayServed("postgres, from when it may be started");
            assertThat(Shell.of(browser.driver(), console).title()).isNotBlank();
            assertOnlyChanged("postgres");
            assertThat(mark.interruptions()).isEmpty();
        }

        /** Anew: a browser's session ends with the console. */
        private Shell signIn() {
            browser.driver().manage().deleteAllCookies();
            return SignInPage.open(browser.driver(), console).signIn(PERSON, PASSWORD);
        }

        private void kill(String process) {
            long pid = platform.pid(process);
            mark = traffic.mark();
            Signal.KILL.send(pid);
            System.out.println("kill -9 " + process);
        }

        private void served(Traffic.Kind... kinds) throws InterruptedException {
            Duration duration = mark.awaitServed(kinds);
            System.out.printf(
                    Locale.ROOT,
                    "  serves after %.2f s, %d operations failed meanwhile%n",
                    duration.toMillis() / 1000.0,
                    mark.interruptions().size());
        }

        private void sayServed(String process) {
            System.out.printf(
                    Locale.ROOT,
                    "  %s serves after %.2f s%n",
                    process,
                    mark.age().toMillis() / 1000.0);
        }

        /** Waits until all is ready again: with another process in place of this one, and the same ones in all other places. */
        private void assertOnlyChanged(String process) {
            Map<String, Long> after = awaitReady();
            assertThat(after.get(process)).isNotEqualTo(before.get(process));
            before.forEach((name, pid) -> {
                if (!name.equals(process)) {
                    assertThat(after).as("nobody restarted " + name).containsEntry(name, pid);
                }
            });
        }

        private Map<String, Long> awaitReady() {
            return platform.awaitReady(PATIENCE);
        }
    }

    @Nested
    @Order(2)
    class Refused {
        private Mark mark;

        @BeforeEach
        void mark() throws Exception {
            mark = traffic.mark();
        }

        @AfterEach
        void everythingElseIsServed() throws Exception {
            traffic.mark().awaitServed(WRITE, READ, CALL);
            assertThat(mark.interruptions()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/data/../secrets/master.key",
                    "/data/a/%2e%2e/%2e%2e/etc/passwd",
                    "/data/a%2f..%2f..%2fetc",
                    "/data/./a",
                    "/data/nul%00byte",
                })
        void isANameThatLeadsElsewhere(String path) throws Exception {
            String answer = putEmpty(path);

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("field=path");
        }

        @Test
        void isANameThatIsNotUtf8() throws Exception {
            assertThat(putEmpty("/data/%ff%fe")).startsWith("HTTP/1.1 400 ").contains("not valid UTF-8 field=path");
            assertThat(putEmpty("/data/\u00ff\u00fe")).startsWith("HTTP/1.1 400 ");
        }

        @Test
        void isAnAttributeThatIsNotUtf8() throws Exception {
            byte[] body = RawConnection.bytes("{\"Item\":{\"a\":{\"S\":\"", "ff fe", "\"}}}");

            assertThat(RawConnection.exchange(endpoint, putItem("Content-Length: " + body.length), body, 1))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("UTF-8", "field=body");
        }

        @Test
        void isAnAttributeOfTwoGigabytesWhetherItSaysSoOrNot() throws Exception {
            byte[] piece = new byte[1 << 16];
            Arrays.fill(piece, (byte) 'a');
            byte[] chunk = RawConnection.bytes("10000\r\n", HexFormat.of().formatHex(piece), "\r\n");

            String announced = RawConnection.exchange(endpoint, putItem("Content-Length: 2147483648"), piece, 1 << 15);
            String chunked = RawConnection.exchange(endpoint, putItem("Transfer-Encoding: chunked"), chunk, 1 << 15);

            assertThat(announced).startsWith("HTTP/1.1 413 ").contains("max_bytes=");
            assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("max_bytes=");
            assertMemoryIsBounded();
        }

        @Test
        void isWhatIsNoChannelOnTheSocketOfTheEngine() throws Exception {
            Path sockets = Leftovers.socketFolder(platform.data()).orElseThrow();
            for (String bytes : List.of(
                    "00", "ffffffffffffffffffffffff", "474554202f20485454502f312e310d0a0d0a", "7f".repeat(70_000))) {
                try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    channel.connect(UnixDomainSocketAddress.of(sockets.resolve("engine.sock")));
                    channel.write(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
                } catch (IOException _) {
                    // Hung up on while it was still talking.
                }
            }
        }

        @Test
        void isAHandlerWithASyntaxErrorWhileTheVersionBeforeServes() throws Exception {
            deploy("broken", "def handler(context, event):\n    return 'whole'\n")
                    .orFail();

            Outcome refused = deploy("broken", "def handler(context, event)\n    return 1\n");

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors()).contains("does not serve", "SyntaxError", "broken.py");
            assertThat(platform.run("function", "invoke", "broken").orFail().output())
                    .contains("whole");
        }

        @Test
        void isMoreOutputThanALogTakes() throws Exception {
            deploy("chatty", """
                    import sys

                    def handler(context, event):
                        if event.path == "/line":
                            sys.stdout.write("x" * 100_000_000)
                        else:
                            for n in range(100_000):
                                print("y" * 1_000)
                        return "said"
                    """).orFail();

            assertThat(call("chatty", "/lines").body()).isEqualTo("said");
            assertThat(call("chatty", "/line").body()).isEqualTo("said");

            await().atMost(PATIENCE).until(() -> platform.run("logs", "chatty", "--limit", "1000", "--grep", "dropped")
                    .orFail()
                    .output()
                    .contains("dropped"));
            assertMemoryIsBounded();
        }

        @Test
        void isAHandlerThatNeverReturnsAndItsWorkerIsReplaced() throws Exception {
            deploy("endless", """
                    # @nuclio.configure
                    #
                    # function.yaml:
                    #   spec:
                    #     handler: endless:handler
                    #     eventTimeout: 1s

                    def handler(context, event):
                        while event.path == "/forever":
                            pass
                        return "returned"
                    """).orFail();

            HttpResponse<String> late = call("endless", "/forever");
            Outcome invoked = platform.run("function", "invoke", "endless", "--path", "/forever");

            assertThat(late.statusCode()).isEqualTo(408);
            assertThat(late.body()).contains("handler timed out");
            assertThat(invoked.exitCode()).isEqualTo(1);
            assertThat(invoked.errors()).contains("HTTP 408");
            assertThat(call("endless", "/at-once").body()).isEqualTo("returned");
        }

        private void assertMemoryIsBounded() {
            for (JsonNode process : platform.processes()) {
                assertThat(process.path("rssBytes").asLong())
                        .as("memory of " + process.path("name").asString())
                        .isLessThan(700L << 20);
            }
        }

        private String putEmpty(String path) throws Exception {
            return RawConnection.exchange(
                    endpoint, RawConnection.head("PUT " + path, key, "Content-Length: 0"), new byte[0], 0);
        }

        private byte[] putItem(String length) {
            return RawConnection.head("PUT /data/item", key, "X-v3io-function: PutItem", length);
        }
    }

    @Nested
    @Order(3)
    class Down {
        @Test
        void findsTheFilesOfTheEngineSoundAfterEverythingThatBefellIt() {
            JsonNode running = inspection();
            platform.down();
            JsonNode stopped = inspection();
            platform.upAgain();

            assertThat(running.path("engineRuns").asBoolean()).isTrue();
            assertThat(running.path("sound").asBoolean()).isTrue();
            assertThat(stopped.path("engineRuns").asBoolean()).isFalse();
            assertThat(stopped.path("sound").asBoolean()).isTrue();
            assertThat(stopped.at("/reactors/0/lastFrame").asLong())
                    .isGreaterThanOrEqualTo(running.at("/reactors/0/lastFrame").asLong())
                    .isPositive();
        }

        private JsonNode inspection() {
            return new ObjectMapper()
                    .readTree(platform.run("engine", "inspect", "--verify", "--json")
                            .orFail()
                            .output());
        }

        @Test
        void leavesNothingThoughParentsWereKilledAndLosesNothing() {
            Path sockets = Leftovers.socketFolder(platform.data()).orElseThrow();
            assertThat(sockets).exists();
            assertThat(Leftovers.of(platform.data()))
                    .hasSizeGreaterThan(platform.pids().size());
            assertThat(Leftovers.namedSharedMemory(platform.data())).isEmpty();
            Signal.KILL.send(platform.pid("supervisor"));
            Signal.KILL.send(platform.pid("agent"));

            platform.down();

            assertThat(Leftovers.of(platform.data())).isEmpty();
            assertThat(sockets).doesNotExist();
            assertThat(platform.status().path("state").asString()).isEqualTo("stopped");
            platform.upAgain();
            assertThat(platform.nativeApi(TENANT)).isEqualTo(endpoint);
        }
    }

    private static Outcome deploy(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".py"), source);
        return platform.run("function", "deploy", file.toString());
    }

    private static HttpResponse<String> call(String function, String path) throws Exception {
        return get(endpoint + "/functions/" + function + path, "X-v3io-session-key", key);
    }

    private static HttpResponse<String> api(String path) throws Exception {
        String token =
                Files.readString(platform.data().resolve("secrets/cli-token")).strip();
        return get(console + "/api/v1" + path, "Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> get(String url, String header, String value) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(PATIENCE)
                            .header(header, value)
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
