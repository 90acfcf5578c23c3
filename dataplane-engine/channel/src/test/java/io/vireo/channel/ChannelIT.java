package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends in one process, over a real socket and real shared memory. */
class ChannelIT {
    private static final byte[] TOKEN = "let me in".getBytes(StandardCharsets.UTF_8);
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path folder;

    private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 20, 8);
    private ChannelWaiter serverWaiter;
    private ChannelWaiter clientWaiter;
    private ChannelServer<String> server;
    private Path socket;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        serverWaiter = ChannelWaiter.open(0);
        clientWaiter = ChannelWaiter.open(0);
        server =
                ChannelServer.listen(socket, ChannelConfig.ofEngine(8), ChannelIT::authenticate, List.of(serverWaiter));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        serverWaiter.close();
        clientWaiter.close();
    }

    static String authenticate(byte[] token) throws RefusedException {
        if (!Arrays.equals(token, TOKEN)) {
            throw new RefusedException("token is not valid");
        }
        return "friend";
    }

    private ServerChannel<String> accepted() throws IOException {
        ServerChannel<String> channel = server.pollAccepted(0);
        long deadline = System.nanoTime() + 5 * SECOND_NS;
        while (channel == null && System.nanoTime() < deadline) {
            serverWaiter.sleep(SECOND_NS);
            channel = server.pollAccepted(0);
        }
        assertThat(channel).isNotNull();
        serverWaiter.add(channel);
        return channel;
    }

    private ClientChannel connected() throws IOException {
        ClientChannel channel = ClientChannel.connect(socket, TOKEN, 0);
        clientWaiter.add(channel);
        return channel;
    }

    private int offer(Channel channel, int kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return channel.offer(kind, buffer, 0, bytes.length);
    }

    private static String polled(Channel channel) {
        StringBuilder text = new StringBuilder();
        channel.poll(
                (kind, message, offset, length) -> text.append(kind)
                        .append(':')
                        .append(new String(
                                message.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                        .append(' '),
                100);
        return text.toString();
    }

    @Nested
    class Setup {

        @Test
        void tellsBothSidesWhoTheyDealWith() throws IOException {
            try (ClientChannel client = connected();
                    ServerChannel<String> peer = accepted()) {
                assertThat(client.reactorCount()).isEqualTo(1);
                assertThat(client.partitionCount()).isEqualTo(8);
                assertThat(peer.peer()).isEqualTo("friend");
                assertThat(peer.reactor()).isZero();
            }
        }

        @Test
        void refusesATokenWithTheReason() {
            assertThatThrownBy(() -> ClientChannel.connect(socket, new byte[] {1}, 0))
                    .isInstanceOfSatisfying(ChannelException.class, e -> assertThat(e.isRefused())
                            .isTrue())
                    .hasMessageContaining("token is not valid");
            assertThat(server.refusalCount()).isEqualTo(1);
        }

        @Test
        void refusesAReactorThatIsNotThere() {
            assertThatThrownBy(() -> ClientChannel.connect(socket, TOKEN, 1)).hasMessageContaining("no such reactor");
        }

        @Test
        void failsWhenNobodyListens() {
            assertThatThrownBy(() -> ClientChannel.connect(folder.resolve("nobody"), TOKEN, 0))
                    .isInstanceOf(ChannelException.class)
                    .hasMessageContaining("nobody listens");
        }

        @Test
        void failsWhenThePathIsTooLong() {
            assertThatThrownBy(() -> ClientChannel.connect(folder.resolve("x".repeat(120)), TOKEN, 0))
                    .hasMessageContaining("limit=107");
        }

        @Test
        void refusesASecondListenerAndReplacesWhatADeadOneLeft() throws IOException {
            assertThatThrownBy(() -> ChannelServer.listen(
                            socket, ChannelConfig.ofEngine(1), ChannelIT::authenticate, List.of(serverWaiter)))
                    .hasMessageContaining("somebody listens already");
            server.close();
            assertThat(socket).doesNotExist();
        }

        @Test
        void opensTheSocketToItsOwnerOnly() throws IOException {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
    }

    @Nested
    class Messages {

        @Test
        void goBothWaysInOrder() throws IOException {
            try (ClientChannel client = connected();
                    ServerChannel<String> peer = accepted()) {
                assertThat(offer(client, 1, "one")).isZero();
                assertThat(offer(client, 2, "")).isZero();
                assertThat(polled(peer)).isEqualTo("1:one 2: ");

                assertThat(offer(peer, 3, "back")).isZero();
                assertThat(polled(client)).isEqualTo("3:back ");
            }
        }

        @Test
        void wakeASleepingPeer() throws Exception {
            try (ClientChannel client = connected();
                    ServerChannel<String> peer = accepted()) {
                Thread sender = Thread.ofPlatform().start(() -> offer(client, 1, "wake up"));
                String text = "";
                while (text.isEmpty()) {
                    serverWaiter.sleep(60 * SECOND_NS);
                    text = polled(peer);
                }
                sender.join();

                assertThat(text).isEqualTo("1:wake up ");
            }
        }

        @Test
        void areBackPressuredUntilThePeerPolls() throws IOException {
            try (ClientChannel client = connected();
                    ServerChannel<String> peer = accepted()) {
                String text = "x".repeat(client.maxMessageLength());
                int count = 0;
                while (offer(client, 1, text) == 0) {
                    count++;
                }
                assertThat(count).isBetween(2, 4);

                assertThat(peer.poll((_, _, _, _) -> {}, 100)).isEqualTo(count);
                assertThat(offer(client, 1, text)).isZero();
            }
        }
    }

    @Nested
    class Close {

        @Test
        void isNoticedByThePeerAfterItTookWhatWasSent() throws IOException {
            ClientChannel client = connected();
            ServerChannel<String> peer = accepted();
            offer(client, 1, "last words");
            client.close();

            serverWaiter.sleep(10 * SECOND_NS);
            assertThat(polled(peer)).isEqualTo("1:last words ");
            assertThat(peer.poll((_, _, _, _) -> {}, 1)).isEqualTo(Channel.CLOSED);
            assertThat(peer.closeReason()).isEqualTo("peer is gone");
            assertThat(server.openCount()).isZero();
        }

        @Test
        void isNoticedByABusyPeerToo() throws IOException {
            ClientChannel client = connected();
            ServerChannel<String> peer = accepted();
            client.close();

            for (int turn = 0; turn < 1000 && !peer.isClosed(); turn++) {
                serverWaiter.idle(1, SECOND_NS);
                peer.poll((_, _, _, _) -> {}, 1);
            }

            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void makesOfferAndPollSaySo() throws IOException {
            ClientChannel client = connected();
            client.close();

            assertThat(offer(client, 1, "x")).isEqualTo(Channel.CLOSED);
            assertThat(client.poll((_, _, _, _) -> {}, 1)).isEqualTo(Channel.CLOSED);
            accepted().close();
        }

        @Test
        void leavesNoDescriptorAndNoMapping() throws IOException {
            cycle(50);
            long descriptors = descriptors();
            long mappings = mappings();

            cycle(1000);

            assertThat(descriptors()).isEqualTo(descriptors);
            assertThat(mappings()).isLessThanOrEqualTo(mappings + 5); // the JVM's own may move a little
        }

        private void cycle(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                ClientChannel client = connected();
                ServerChannel<String> peer = accepted();
                offer(client, 1, "x");
                polled(peer);
                if (i % 2 == 0) {
                    client.close();
                    while (!peer.isClosed()) {
                        serverWaiter.sleep(SECOND_NS);
                        polled(peer);
                    }
                } else {
                    peer.close();
                    client.close();
                }
            }
        }

        private static long descriptors() throws IOException {
            try (var files = Files.list(Path.of("/proc/self/fd"))) {
                return files.count();
            }
        }

        private static long mappings() throws IOException {
            try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
                return lines.count();
            }
        }
    }
}
