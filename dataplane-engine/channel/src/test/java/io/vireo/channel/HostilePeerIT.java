package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client does to its channel costs that channel, and nobody else's. */
class HostilePeerIT {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int EPERM = 1;
    private static final ChannelConfig CONFIG =
            new ChannelConfig(1 << 16, 1 << 16, 1 << 16, Channel.Side.CONNECTOR, 1, 100, 60, Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 16, 8);
    private final RequestReader request = new RequestReader();
    private final List<ServerChannel<String>> channels = new ArrayList<>();
    private ChannelWaiter waiter;
    private ChannelWaiter clientWaiter;
    private ChannelServer<String> server;
    private Path socket;
    private long received;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        waiter = ChannelWaiter.open(0);
        clientWaiter = ChannelWaiter.open(0);
        server = ChannelServer.listen(socket, CONFIG, token -> "peer " + token.length, List.of(waiter));
    }

    @AfterEach
    void othersAreStillServed() throws IOException {
        try (ClientChannel friend = ClientChannel.connect(socket, new byte[1], 0)) {
            ServerChannel<String> channel = accepted();
            long before = received;
            int length = new RequestWriter().wrap(buffer, 0, 1024).path("a/b").finish();
            assertThat(friend.offer(1, buffer, 0, length)).isZero();
            serve(channel);
            assertThat(received).isEqualTo(before + 1);
        } finally {
            server.close();
            waiter.close();
            clientWaiter.close();
        }
    }

    private ServerChannel<String> accepted() throws IOException {
        ServerChannel<String> channel = server.pollAccepted(0);
        long end = System.nanoTime() + 10 * SECOND_NS;
        while (channel == null && System.nanoTime() < end) {
            waiter.sleep(SECOND_NS / 10);
            channel = server.pollAccepted(0);
        }
        assertThat(channel).isNotNull();
        waiter.add(channel);
        channels.add(channel);
        return channel;
    }

    /** What an engine does in a turn, once it has something to do. */
    private void serve(ServerChannel<String> channel) {
        channel.poll(
                (kind, message, offset, length) -> {
                    request.wrap(message, offset, length);
                    assertThat(request.path()).isNotNull();
                    received++;
                    channel.offer(kind, message, offset, length);
                },
                1000);
        waiter.idle(1, 0);
    }

    @Nested
    class InTheRing {
        private ClientChannel hostile;
        private ServerChannel<String> channel;
        private MemorySegment memory;

        @BeforeEach
        void connect() throws IOException {
            hostile = ClientChannel.connect(socket, new byte[0], 0);
            channel = accepted();
            memory = hostile.claimBuffer(); // all of it: the peer can write wherever it likes
        }

        private void header(long position, long value) {
            memory.set(ValueLayout.JAVA_LONG, ChannelDescriptor.HEADER_LENGTH + position, value);
        }

        @Test
        void aMessageThatIsNoneClosesTheChannel() {
            buffer.fill((byte) 0x5A);
            hostile.offer(1, buffer, 0, 100);

            serve(channel);

            assertThat(channel.closeReason()).startsWith("peer sent a malformed message: ");
        }

        @Test
        void anImpossibleLengthClosesTheChannel() {
            for (int length : new int[] {7, -8, 1 << 15, Integer.MAX_VALUE}) {
                header(0, Integer.toUnsignedLong(length));
            }

            serve(channel);

            assertThat(channel.closeReason()).isEqualTo("peer wrote an impossible length");
        }

        @Test
        void anImpossibleHeadClosesTheChannel() {
            memory.set(ValueLayout.JAVA_LONG, ChannelDescriptor.TO_CONNECTOR_HEAD_OFFSET, Long.MAX_VALUE / 2);

            int result = 0;
            for (int i = 0; i < 100 && result == 0; i++) {
                result = channel.offer(1, buffer, 0, 1000);
            }

            assertThat(result).isEqualTo(Channel.CLOSED);
            assertThat(channel.closeReason()).isEqualTo("peer wrote an impossible head");
        }

        @Test
        void anEndlessRingOfOldRecordsIsBoundedByTheLimit() {
            int length = new RequestWriter().wrap(buffer, 0, 1024).path("x").finish();
            long record = RingProducer.recordLength(length);
            for (long at = 0; at + record <= CONFIG.toListenerCapacity(); at += record) {
                MemorySegment.copy(buffer, 0, memory, ChannelDescriptor.HEADER_LENGTH + at + 8, length);
                header(at, 8 + length);
            }

            for (int turn = 0; turn < 10 && !channel.isClosed(); turn++) {
                long before = received;
                serve(channel);
                assertThat(received - before).isLessThanOrEqualTo(1000);
            }
        }

        @Test
        void aMessageThatChangesWhileItIsReadIsReadFromACopy() throws InterruptedException {
            RequestWriter writer = new RequestWriter();
            Thread scribbler = Thread.ofPlatform().start(() -> {
                SplittableRandom random = new SplittableRandom(20261123);
                while (!channel.isClosed() && !Thread.currentThread().isInterrupted()) {
                    memory.set(
                            ValueLayout.JAVA_LONG,
                            ChannelDescriptor.HEADER_LENGTH + 8L * random.nextInt(1 << 13),
                            random.nextLong() & 0xFF_FFFF_FFFFL);
                }
            });
            int length = writer.wrap(buffer, 0, 1024)
                    .path("photos/2026")
                    .condition("x > 1")
                    .finish();
            long end = System.nanoTime() + 30 * SECOND_NS;
            while (!channel.isClosed() && System.nanoTime() < end) {
                hostile.offer(1, buffer, 0, length);
                serve(channel);
            }
            scribbler.interrupt();
            scribbler.join();

            assertThat(channel.isClosed()).isTrue();
            assertThat(channel.closeReason()).startsWith("peer ");
        }

        @Test
        void bytesAtRandomPlacesNeverDoMoreThanCloseTheChannel() throws IOException {
            long seed = 20261123;
            SplittableRandom random = new SplittableRandom(seed);
            int closed = 0;
            for (int round = 0; round < 300; round++) {
                for (int i = 0; i < 20; i++) {
                    long at = random.nextInt(3) == 0
                            ? random.nextInt(128) * 8L
                            : ChannelDescriptor.HEADER_LENGTH + random.nextInt(64) * 8L;
                    memory.set(ValueLayout.JAVA_LONG, at, random.nextLong() >>> random.nextInt(64));
                    serve(channel);
                    channel.offer(1, buffer, 0, 100);
                }
                if (channel.isClosed()) {
                    closed++;
                    hostile.close();
                    connect();
                }
            }

            assertThat(closed).as("seed=%d", seed).isGreaterThan(50);
        }

        @Test
        void ringsWithoutEndDoNotKeepUsFromOthers() throws IOException {
            try (ClientChannel friend = ClientChannel.connect(socket, new byte[1], 0)) {
                ServerChannel<String> other = accepted();
                int length = new RequestWriter().wrap(buffer, 0, 1024).path("a").finish();
                for (int i = 0; i < 2000; i++) {
                    hostile.doorbell().ring();
                    friend.offer(1, buffer, 0, length);
                    serve(other);
                    friend.poll((_, _, _, _) -> {}, 10);
                    waiter.sleep(0);
                }
                assertThat(received).isEqualTo(2000);
            }
        }

        @Test
        void aPeerThatAlwaysSaysItSleepsNeverBlocksUs() {
            int rung = 0;
            for (int i = 0; i < 10_000; i++) {
                memory.set(ValueLayout.JAVA_LONG, ChannelDescriptor.CONNECTOR_SLEEPING_OFFSET, 1);
                if (channel.offer(1, buffer, 0, 8) == 0) {
                    rung++;
                }
                hostile.poll((_, _, _, _) -> {}, 10); // takes the messages, never the rings
            }

            assertThat(rung).isEqualTo(10_000);
            assertThat(channel.isClosed()).isFalse();
        }
    }

    @Nested
    class WithTheMemory {

        @Test
        void itCanNeitherBeCutNorGrownNorUnsealed() throws Exception {
            try (Arena arena = Arena.ofConfined()) {
                int client = connectRaw(arena);
                SocketMessage.send(client, Handshake.hello(0, new byte[0]).array(), SocketMessage.NO_DESCRIPTOR, 0);
                int memory = SocketMessage.receive(client, new byte[Handshake.ANSWER_LENGTH]);
                ServerChannel<String> channel = accepted();

                assertThat(Linux.ftruncate(memory, 0)).isEqualTo(-EPERM);
                assertThat(Linux.ftruncate(memory, 4096)).isEqualTo(-EPERM);
                assertThat(Linux.ftruncate(memory, 1L << 30)).isEqualTo(-EPERM);
                assertThat(Linux.fcntl(memory, Linux.F_ADD_SEALS, 0x8)).isEqualTo(-EPERM);

                // What the kernel does allow is to give pages back; they read as zero then, and nobody gets a SIGBUS.
                Process punch = new ProcessBuilder(
                                "fallocate",
                                "--punch-hole",
                                "--offset",
                                "0",
                                "--length",
                                Long.toString(CONFIG.layout().length()),
                                "/proc/%d/fd/%d"
                                        .formatted(ProcessHandle.current().pid(), memory))
                        .inheritIO()
                        .start();
                assertThat(punch.waitFor()).isZero();
                serve(channel);
                assertThat(channel.offer(1, buffer, 0, 100)).isZero();

                SystemCalls.close(memory);
                SystemCalls.close(client);
                long end = System.nanoTime() + 10 * SECOND_NS;
                while (!channel.isClosed() && System.nanoTime() < end) {
                    waiter.sleep(SECOND_NS);
                    serve(channel);
                }
                assertThat(channel.closeReason()).isEqualTo("peer is gone");
            }
        }
    }

    @Nested
    class InTheHello {

        @Test
        void nonsenseIsDropped() throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                int client = connectRaw(arena);
                SocketMessage.send(client, new byte[200], SocketMessage.NO_DESCRIPTOR, 0);

                assertThatThrownBy(() -> SocketMessage.receive(client, new byte[1]))
                        .isInstanceOf(IOException.class);
                SystemCalls.close(client);
            }
            assertThat(server.refusalCount()).isEqualTo(1);
        }

        @Test
        void aTokenThatIsTooLongIsDropped() throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                int client = connectRaw(arena);
                byte[] hello = Handshake.hello(0, new byte[0]).array();
                ByteBuffer.wrap(hello).order(ByteOrder.LITTLE_ENDIAN).putInt(16, Integer.MAX_VALUE);
                SocketMessage.send(client, hello, SocketMessage.NO_DESCRIPTOR, 0);

                assertThatThrownBy(() -> SocketMessage.receive(client, new byte[1]))
                        .isInstanceOf(IOException.class);
                SystemCalls.close(client);
            }
        }

        @Test
        void anotherVersionIsToldSo() throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                int client = connectRaw(arena);
                byte[] hello = Handshake.hello(0, new byte[0]).array();
                hello[8] = 99;
                SocketMessage.send(client, hello, SocketMessage.NO_DESCRIPTOR, 0);
                byte[] fixed = new byte[Handshake.ANSWER_LENGTH];
                assertThat(SocketMessage.receive(client, fixed)).isEqualTo(SocketMessage.NO_DESCRIPTOR);

                Handshake.Answer answer = Handshake.parse(ByteBuffer.wrap(fixed));
                assertThat(answer.status()).isEqualTo(Handshake.REFUSED);
                SystemCalls.close(client);
            }
        }

        @Test
        void silenceIsDroppedAfterItsTimeAndHoldsUpNobody() throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                List<Integer> silent = new ArrayList<>();
                for (int i = 0; i < 80; i++) {
                    silent.add(connectRaw(arena));
                }
                try (ClientChannel friend = ClientChannel.connect(socket, new byte[1], 0)) {
                    assertThat(friend.isClosed()).isFalse();
                    accepted();
                }
                for (int client : silent) {
                    assertThatThrownBy(() -> SocketMessage.receive(client, new byte[1]))
                            .isInstanceOf(IOException.class);
                    SystemCalls.close(client);
                }
                assertThat(server.refusalCount()).isEqualTo(80);
            }
        }

        @Test
        void tooManyChannelsAreRefused() throws IOException {
            List<ClientChannel> clients = new ArrayList<>();
            for (int i = 0; i < CONFIG.maxChannelsPerPeer(); i++) {
                clients.add(ClientChannel.connect(socket, new byte[0], 0));
            }
            assertThatThrownBy(() -> ClientChannel.connect(socket, new byte[0], 0))
                    .hasMessageContaining("too many channels of this peer: limit=60");

            while (clients.size() < CONFIG.maxChannels()) {
                clients.add(ClientChannel.connect(socket, new byte[2], 0));
            }
            assertThatThrownBy(() -> ClientChannel.connect(socket, new byte[3], 0))
                    .hasMessageContaining("too many channels: limit=100");

            for (ClientChannel client : clients) {
                client.close();
                ServerChannel<String> channel = accepted();
                channel.close();
            }
        }
    }

    private int connectRaw(Arena arena) throws IOException {
        int client = Linux.check(Linux.socket(Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC), "socket");
        Linux.check(Linux.connect(client, Handshake.address(socket, arena)), "connect");
        return client;
    }
}
