package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.remote.TlsFiles;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client of an engine on another node: real engines of two reactors, reached over TCP, in TLS and without. */
@Timeout(120)
class RemoteClientIT {
    private static final long CASES_CONTAINER = 7;
    private static final long CONTAINER = 8;

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(DataClient client, String path) {
        try (Download download = join(client.open(CONTAINER, path, Projection.NONE, 0, Long.MAX_VALUE, 0))) {
            ByteBuffer all = ByteBuffer.allocate((int) download.remaining());
            for (BodyChunk chunk = join(download.next()); chunk != null; chunk = join(download.next())) {
                try (BodyChunk read = chunk) {
                    all.put(read.bytes());
                }
            }
            return all.array();
        }
    }

    /** What holds however the bytes travel. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Remote {
        Path folder;
        EngineUnderTest engine;
        DataClient client;

        @Nullable TlsFiles tls;

        /** Keys of the engine's configuration. */
        abstract String settings() throws IOException;

        @BeforeAll
        void start(@TempDir Path ownFolder) throws IOException {
            folder = ownFolder;
            engine = EngineUnderTest.start(
                    folder, 2, ", \"remoteListen\": \"127.0.0.1:%d\"%s".formatted(freePort(), settings()));
            client = connect(CASES_CONTAINER, CONTAINER);
        }

        @AfterAll
        void stop() {
            client.close();
            engine.close();
        }

        /** Of the engine, which has it again after a restart: below those that the kernel gives to whoever connects. */
        private static int freePort() throws IOException {
            int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
            while (true) {
                try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return probe.getLocalPort();
                } catch (BindException taken) {
                    port++;
                }
            }
        }

        DataClient connect(long... containers) {
            EngineAddress address = new EngineAddress.Remote(engine.remoteAddress(), tls);
            return DataClient.start(
                    new DataClientConfig(address, Duration.ofSeconds(20), 16_384), engine.grant(containers));
        }

        @TestFactory
        Stream<DynamicTest> passesTheCasesOfEveryClient() {
            return new ClientCases(client, CASES_CONTAINER).tests();
        }

        @Test
        void writesAndReadsLongBodiesAsTheyAre() {
            byte[] body = randomBytes((5 << 20) + 13, 1);

            join(client.put(PutRequest.body(CONTAINER, "long", body)));

            assertThat(read(client, "long")).isEqualTo(body);
        }

        @Test
        void keepsManyRequestsAndBodiesUnderWay() {
            List<CompletableFuture<ItemState>> puts = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                puts.add(client.put(PutRequest.body(CONTAINER, "many/" + i, randomBytes(i % 50 * 1_000, i))));
            }
            puts.forEach(RemoteClientIT::join);

            for (int i = 0; i < 600; i += 47) {
                assertThat(read(client, "many/" + i)).isEqualTo(randomBytes(i % 50 * 1_000, i));
            }
            assertThat(join(client.count(CountRequest.below(CONTAINER, "many"))))
                    .isEqualTo(600);
        }

        @Test
        void reachesNothingThatTheTokenDoesNotName() {
            try (DataClient other = connect(99)) {
                assertThatThrownBy(() -> join(other.get(GetRequest.of(CONTAINER, "long", Projection.NONE))))
                        .cause()
                        .isInstanceOfSatisfying(EngineException.class, refusal -> assertThat(refusal.status())
                                .isEqualTo(EngineStatus.FORBIDDEN));
            }
        }

        @Test
        void isRefusedWithAnotherTokenAndToldWhy() {
            DataClientConfig config = new DataClientConfig(
                    new EngineAddress.Remote(engine.remoteAddress(), tls), Duration.ofMillis(300), 10);
            try (DataClient stranger = DataClient.start(config, new byte[64])) {
                assertThatThrownBy(() -> join(stranger.get(GetRequest.of(CONTAINER, "a", Projection.NONE))))
                        .hasMessageContaining("token is not valid");
            }
        }

        @Test
        void losesWhatIsUnderWayWithTheEngineAndComesBackWithIt() throws IOException {
            List<CompletableFuture<ItemState>> puts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                puts.add(client.put(PutRequest.body(CONTAINER, "killed/" + i, randomBytes(50_000, i))));
            }
            join(puts.getFirst());
            engine.kill();
            int done = 0;
            for (CompletableFuture<ItemState> put : puts) {
                try {
                    join(put);
                    done++;
                } catch (CompletionException lost) {
                    assertThat(lost.getCause()).isInstanceOf(EngineUnavailableException.class);
                }
            }
            engine.start();

            assertThat(join(client.count(CountRequest.below(CONTAINER, "killed"))))
                    .isBetween((long) done, 200L);
            assertThat(read(client, "killed/0")).isEqualTo(randomBytes(50_000, 0));
        }
    }

    @Test
    void letsNobodyInBeforeItsCertificateIsThereAndServesItsOwnNode(@TempDir Path folder) throws IOException {
        Path certificates = folder.resolve("certificates");
        String settings = ", \"remoteListen\": \"127.0.0.1:0\"" + InTls.settings(certificates);
        try (EngineUnderTest engine = EngineUnderTest.start(folder, 1, settings);
                DataClient local = engine.client(CONTAINER)) {
            assertThat(join(local.partitionCount())).isEqualTo(4);
            assertThat(Files.readString(folder.resolve("engine.log")))
                    .contains("clients of other nodes are not let in", "engine.crt");

            NodeCertificates issued = new NodeCertificates(
                    Files.createDirectory(certificates), Clock.systemUTC().instant());
            issued.node("engine");

            DataClientConfig config = DataClientConfig.of(engine.remoteAddress(), issued.node("client"));
            try (DataClient remote = DataClient.start(config, engine.grant(CONTAINER))) {
                assertThat(join(remote.partitionCount())).isEqualTo(4);
            }
        }
    }

    @Nested
    class Plain extends Remote {
        @Override
        String settings() {
            return "";
        }
    }

    @Nested
    class InTls extends Remote {
        private NodeCertificates certificates;

        @Override
        String settings() throws IOException {
            certificates = new NodeCertificates(
                    Files.createDirectory(folder.resolve("certificates")),
                    Clock.systemUTC().instant());
            certificates.node("engine");
            tls = certificates.node("client");
            return settings(folder.resolve("certificates"));
        }

        static String settings(Path certificates) {
            return """
                    , "remoteCertificate": "%s", "remoteKey": "%s", "remoteAuthority": "%s"
                    """.formatted(
                            certificates.resolve("engine.crt"),
                            certificates.resolve("engine.key"),
                            certificates.resolve("ca.crt"));
        }

        private void isTurnedAway(@Nullable TlsFiles other) {
            DataClientConfig config = new DataClientConfig(
                    new EngineAddress.Remote(engine.remoteAddress(), other), Duration.ofMillis(300), 10);
            try (DataClient stranger = DataClient.start(config, engine.grant(CONTAINER))) {
                assertThatThrownBy(() -> join(stranger.get(GetRequest.of(CONTAINER, "a", Projection.NONE))))
                        .cause()
                        .isInstanceOf(EngineUnavailableException.class);
            }
        }

        @Test
        void turnsAwayWhoIsNoNodeOfTheInstallationWhateverTheToken() throws IOException {
            Instant now = Clock.systemUTC().instant();
            NodeCertificates others = new NodeCertificates(Files.createDirectory(folder.resolve("others")), now);

            isTurnedAway(null);
            isTurnedAway(others.node("node"));
            isTurnedAway(certificates.issue("console", "spiffe://vireo/console", now.plus(Duration.ofDays(1))));
            isTurnedAway(certificates.issue("late", NodeCertificates.NODE, now.minus(Duration.ofDays(1))));

            assertThat(join(client.partitionCount())).isEqualTo(4);
        }

        @Test
        void believesNoEngineOfAnotherInstallation() throws IOException {
            Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            NodeCertificates others =
                    new NodeCertificates(elsewhere, Clock.systemUTC().instant());
            others.node("client");
            // Its certificate is one of the engine's installation; the authority that it believes is another one.
            isTurnedAway(new TlsFiles(
                    certificates.path("client.crt"), certificates.path("client.key"), others.path("ca.crt")));
        }

        @Test
        void goesOnWithTheCertificateThatReplacesTheFirst() throws IOException {
            certificates.node("engine");

            try (DataClient later = connect(CONTAINER)) {
                assertThat(join(later.partitionCount())).isEqualTo(4);
            }
        }
    }
}
