package io.vireo.channel.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.Channel;
import io.vireo.channel.ChannelConfig;
import io.vireo.channel.ChannelException;
import io.vireo.channel.ChannelServer;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.RefusedException;
import io.vireo.channel.ServerChannel;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that break the rules over TCP: each loses its own connection, and a client who keeps them notices nothing. */
@Timeout(60)
class RemoteHostileIT {
    private static final int BODY_LENGTH = 300_000;
    private static final long SEED = 20261124;

    @TempDir
    Path folder;

    private EchoEngine engine;
    private RemoteServer server;
    private RemoteChannel good;
    private ChannelWaiter waiter;
    private long nextId;

    /** Answers each request with the first bytes of its body in the room that it left for a reply. */
    private static final class EchoEngine implements AutoCloseable {
        private final ChannelWaiter waiter;
        private final ChannelServer<String> server;
        private final List<ServerChannel<String>> channels = new ArrayList<>();
        private final Thread thread = new Thread(this::run, "echo-engine");
        private volatile boolean isPolling = true;
        private volatile boolean isStopped;

        EchoEngine(Path socket) throws IOException {
            waiter = ChannelWaiter.open(0);
            server = ChannelServer.listen(
                    socket,
                    ChannelConfig.ofEngine(4),
                    token -> {
                        if (token.length == 0) {
                            throw new RefusedException("token is not valid");
                        }
                        return "peer";
                    },
                    List.of(waiter));
            thread.start();
        }

        private void run() {
            try {
                while (!isStopped) {
                    ServerChannel<String> accepted = server.pollAccepted(0);
                    if (accepted != null) {
                        waiter.add(accepted);
                        channels.add(accepted);
                    }
                    int work = 0;
                    for (ServerChannel<String> channel : channels) {
                        work += isPolling
                                ? Math.max(0, channel.poll((_, in, at, length) -> answer(channel, in, at, length), 64))
                                : 0;
                    }
                    channels.removeIf(Channel::isClosed);
                    waiter.idle(work, 5_000_000);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            } finally {
                channels.forEach(Channel::close);
            }
        }

        private static void answer(ServerChannel<String> channel, MemorySegment in, long at, int length) {
            RequestReader request = new RequestReader().wrap(in, at, length);
            long bodyLength = Math.min(request.bodyLength(), request.replyCapacity());
            boolean isInArena = request.bodyOffset() >= 0
                    && request.replyOffset() >= 0
                    && request.bodyOffset() <= channel.arena().byteSize() - bodyLength
                    && request.replyOffset() <= channel.arena().byteSize() - bodyLength;
            if (isInArena) {
                MemorySegment.copy(
                        channel.arena(), request.bodyOffset(), channel.arena(), request.replyOffset(), bodyLength);
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocate(4096, 8);
                ReplyWriter reply = new ReplyWriter();
                reply.wrap(out, 0, 4096)
                        .correlationId(request.correlationId())
                        .bodyLength(isInArena ? (int) bodyLength : 0);
                channel.offer(0, out, 0, reply.finish()); // one that does not take its replies gets no more of them
            }
        }

        @Override
        public void close() throws IOException {
            isStopped = true;
            waiter.wake();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.close();
            waiter.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        engine = new EchoEngine(folder.resolve("s"));
        RemoteConfig config = new RemoteConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                24,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        server = RemoteServer.start(config, folder.resolve("s"));
        good = RemoteChannel.connect(server.address(), null, new byte[8], 0);
        waiter = ChannelWaiter.open(0);
        good.joinTo(waiter);
    }

    @AfterEach
    void stop() throws IOException {
        good.close();
        waiter.close();
        server.close();
        engine.close();
    }

    /** A body goes to the engine and comes back as it is. */
    private void goodClientIsServed() {
        byte[] body = new byte[BODY_LENGTH];
        new SplittableRandom(SEED + nextId).nextBytes(body);
        long bodyPlace = good.bodies().allocate(BODY_LENGTH);
        long replyPlace = good.bodies().allocate(BODY_LENGTH);
        MemorySegment.copy(body, 0, good.arena(), ValueLayout.JAVA_BYTE, bodyPlace, BODY_LENGTH);
        long id = ++nextId;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(4096, 8);
            RequestWriter request = new RequestWriter();
            request.wrap(out, 0, 4096)
                    .correlationId(id)
                    .bodyOffset(bodyPlace)
                    .bodyLength(BODY_LENGTH)
                    .replyOffset(replyPlace)
                    .replyCapacity(BODY_LENGTH)
                    .setPing();
            good.attach(bodyPlace, BODY_LENGTH);
            assertThat(good.offer(0, out, 0, request.finish())).isZero();
        }
        long[] answered = {0};
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (answered[0] != id && System.nanoTime() < deadline) {
            int polled = good.poll(
                    (_, in, at, length) ->
                            answered[0] = new ReplyReader().wrap(in, at, length).correlationId(),
                    16);
            assertThat(polled).as(good.closeReason()).isNotEqualTo(Channel.CLOSED);
            waiter.idle(polled, 10_000_000);
        }
        assertThat(answered[0]).isEqualTo(id);
        assertThat(good.arena().asSlice(replyPlace, BODY_LENGTH).toArray(ValueLayout.JAVA_BYTE))
                .isEqualTo(body);
        good.bodies().free(bodyPlace);
        good.bodies().free(replyPlace);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(server.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** One that has been let in. */
    private Socket welcomed() throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(Packets.hello(1, 0, new byte[8]));
        assertThat(socket.getInputStream().readNBytes(32 + 48)).hasSize(32 + 48);
        return socket;
    }

    /** Reads until the server hangs up. */
    private static void isHungUpOn(Socket socket) {
        try {
            byte[] rest = new byte[8192];
            while (socket.getInputStream().read(rest) >= 0) {
                // what it was sent before
            }
        } catch (IOException reset) {
            assertThat(reset.getMessage()).doesNotContain("timed out");
        }
    }

    private void awaitOpen(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.openCount() != count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(server.openCount()).isEqualTo(count);
        while (engine.server.openCount() != count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(engine.server.openCount()).as("channels at the engine").isEqualTo(count);
    }

    private static byte[] request(long id, int kind, long credit) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(1024, 8);
            RequestWriter request = new RequestWriter();
            request.wrap(out, 0, 1024).correlationId(id).path("a").setPing();
            byte[] bytes = out.asSlice(0, request.finish()).toArray(ValueLayout.JAVA_BYTE);
            return Packets.packet(PacketDescriptor.MESSAGE, kind, 0, credit, bytes);
        }
    }

    @Test
    void servesBodiesBothWays() {
        for (int i = 0; i < 20; i++) {
            goodClientIsServed();
        }
    }

    @Test
    void tellsWhyItRefusesAToken() throws IOException {
        assertThatThrownBy(() -> RemoteChannel.connect(server.address(), null, new byte[0], 0))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.isRefused()).isTrue())
                .hasMessageContaining("token is not valid");
        assertThatThrownBy(() -> RemoteChannel.connect(server.address(), null, new byte[8], 7))
                .hasMessageContaining("no such reactor: reactor=7 count=1");
        awaitOpen(1);
    }

    @Test
    void refusesAnotherVersionByName() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(Packets.hello(99, 0, new byte[8]));

            assertThat(new String(socket.getInputStream().readNBytes(32 + 48 + 32), StandardCharsets.US_ASCII))
                    .contains("other version: ours=1 theirs=99");
        }
    }

    @Test
    void dropsWhoSaysNothing() throws IOException {
        try (Socket silent = connect();
                Socket begun = connect()) {
            begun.getOutputStream().write(Packets.hello(1, 0, new byte[8]), 0, 20);

            isHungUpOn(silent);
            isHungUpOn(begun);
        }
        goodClientIsServed();
    }

    @Test
    void dropsWhoDoesNotFinishAPacket() throws IOException {
        try (Socket slow = welcomed()) {
            slow.getOutputStream().write(request(1, 0, 0), 0, 40);

            isHungUpOn(slow);
        }
        goodClientIsServed();
    }

    @Test
    void endsConnectionsThatSendNonsense() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200; i++) {
            boolean isLetIn = i % 4 != 0;
            try (Socket socket = isLetIn ? welcomed() : connect()) {
                OutputStream out = socket.getOutputStream();
                if (isLetIn && i % 4 == 1) { // a packet whose fields are anything, with the right checksum
                    byte[] payload = new byte[random.nextInt(200)];
                    random.nextBytes(payload);
                    int type = random.nextInt(3) == 0 ? random.nextInt() : 3 + random.nextInt(3);
                    long place = random.nextInt(2) == 0 ? random.nextLong() : random.nextInt(1 << 25);
                    out.write(Packets.packet(type, random.nextInt(3), place, random.nextInt(2), payload));
                }
                byte[] noise = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(noise);
                noise[Math.min(7, noise.length - 1)] = (byte) 0x7f; // a length that cannot be, once a header is there
                out.write(noise);
                socket.shutdownOutput();
                isHungUpOn(socket);
            } catch (IOException reset) {
                assertThat(reset.getMessage()).doesNotContain("timed out"); // it was hung up on while it spoke
            }
            if (i % 40 == 0) {
                goodClientIsServed();
            }
        }
        goodClientIsServed();
        awaitOpen(1);
        assertThat(server.refusalCount()).isPositive();
    }

    @Test
    void endsAPacketOfAGiantLengthBeforeItsBytesCome() throws IOException {
        try (Socket socket = welcomed()) {
            byte[] packet = request(1, 0, 0);
            packet[6] = 0x10; // a megabyte
            socket.getOutputStream().write(packet, 0, 32);

            isHungUpOn(socket);
        }
    }

    @Test
    void endsWhoSendsMoreThanItsCredit() throws IOException {
        engine.isPolling = false;
        try (Socket socket = welcomed()) {
            OutputStream out = socket.getOutputStream();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            out.write(request(i, 0, 0));
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        engine.isPolling = true;
        goodClientIsServed();
    }

    @Test
    void isBackPressuredByAnEngineThatTakesNothing() {
        engine.isPolling = false;
        int accepted = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(64 << 10, 8);
            RequestWriter request = new RequestWriter();
            int outcome = 0;
            while (outcome == 0 && accepted < 10_000) {
                request.wrap(out, 0, 64 << 10).path("a".repeat(10_000)).setPing();
                outcome = good.offer(0, out, 0, request.finish());
                good.poll((_, _, _, _) -> {}, 16);
                accepted += outcome == 0 ? 1 : 0;
            }

            assertThat(outcome).isEqualTo(Channel.BACK_PRESSURED);
            assertThat(accepted).isBetween(40, 60);
        }
        engine.isPolling = true;
        int answered = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (answered < accepted && System.nanoTime() < deadline) {
            int polled = Math.max(0, good.poll((_, _, _, _) -> {}, 16));
            answered += polled;
            waiter.idle(polled, 10_000_000);
        }
        goodClientIsServed();
    }

    @Test
    void holdsNoMoreForWhoDoesNotReadThanItsBuffers() throws IOException {
        try (Socket deaf = welcomed()) {
            OutputStream out = deaf.getOutputStream();
            for (int i = 0; i < 4_000; i++) {
                out.write(request(i, 0, 0)); // and credits nothing back
            }
            goodClientIsServed();
            goodClientIsServed();
        }
        awaitOpen(1);
    }

    @Test
    void turnsAwayWhoComesWhenAllConnectionsAreOpen() throws IOException {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < 23; i++) {
                all.add(welcomed());
            }
            try (Socket tooMany = connect()) {
                isHungUpOn(tooMany);
            }
            goodClientIsServed();
        } finally {
            for (Socket socket : all) {
                socket.close();
            }
        }
        awaitOpen(1);
        try (Socket later = welcomed()) {
            assertThat(later.isConnected()).isTrue();
        }
    }
}
