package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real JVMs, one of which is killed without warning. */
class PeerDeathIT {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DEADLINE_NS = 20 * SECOND_NS;

    @TempDir
    Path folder;

    private final MemorySegment message = Arena.ofAuto().allocate(1024, 8);

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("vireo-channel")).count();
        }
    }

    @RepeatedTest(3)
    void ofAFloodingClientIsNoticedAndAllOfItFreed() throws Exception {
        try (ChannelWaiter waiter = ChannelWaiter.open(0);
                ChannelServer<String> server = ChannelServer.listen(
                        folder.resolve("s"), ChannelConfig.ofEngine(1), _ -> "peer", List.of(waiter))) {
            long descriptors = descriptors();
            Process client = PeerProcess.start("flooding-client", folder.resolve("s"));
            ServerChannel<String> channel = accepted(server, waiter);
            int[] expectedKind = {0};
            MessageHandler inOrder = (kind, _, _, length) -> {
                assertThat(kind).isEqualTo(expectedKind[0]++);
                assertThat(length).isEqualTo(kind & 1023);
            };
            long end = System.nanoTime() + DEADLINE_NS;
            while (expectedKind[0] < 100_000 && System.nanoTime() < end) {
                waiter.idle(Math.max(0, channel.poll(inOrder, 64)), SECOND_NS);
            }

            client.destroyForcibly().waitFor();
            while (!channel.isClosed() && System.nanoTime() < end) {
                waiter.idle(Math.max(0, channel.poll(inOrder, 64)), SECOND_NS);
            }

            assertThat(expectedKind[0]).isGreaterThanOrEqualTo(100_000);
            assertThat(channel.closeReason()).isEqualTo("peer is gone");
            assertThat(server.openCount()).isZero();
            client.getInputStream().close();
            client.getOutputStream().close();
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
            assertThat(mappings()).isZero();
        }
    }

    @Test
    void ofTheListenerIsNoticedByItsClient() throws Exception {
        Process listener = PeerProcess.start("echo-listener", folder.resolve("s"));
        try (ChannelWaiter waiter = ChannelWaiter.open(0)) {
            ClientChannel channel = ClientChannel.connect(folder.resolve("s"), new byte[0], 0);
            waiter.add(channel);
            int[] echoes = {0};
            long end = System.nanoTime() + DEADLINE_NS;
            for (int sent = 0; echoes[0] < 1000 && System.nanoTime() < end; ) {
                if (sent - echoes[0] < 10 && channel.offer(sent, message, 0, 64) == 0) {
                    sent++;
                }
                waiter.idle(Math.max(0, channel.poll((_, _, _, _) -> echoes[0]++, 64)), SECOND_NS);
            }

            listener.destroyForcibly().waitFor();
            while (!channel.isClosed() && System.nanoTime() < end) {
                waiter.idle(Math.max(0, channel.poll((_, _, _, _) -> echoes[0]++, 64)), SECOND_NS);
            }

            assertThat(echoes[0]).isGreaterThanOrEqualTo(1000);
            assertThat(channel.closeReason()).isEqualTo("peer is gone");
            assertThat(mappings()).isZero();
        }
    }

    @Test
    void ofTheListenerLeavesASocketThatTheNextOneReplaces() throws Exception {
        Process first = PeerProcess.start("echo-listener", folder.resolve("s"));
        first.destroyForcibly().waitFor();
        assertThat(folder.resolve("s")).exists();

        Process second = PeerProcess.start("echo-listener", folder.resolve("s"));
        try (ClientChannel channel = ClientChannel.connect(folder.resolve("s"), new byte[0], 0)) {
            assertThat(channel.isClosed()).isFalse();
        } finally {
            second.destroyForcibly();
        }
    }

    private static ServerChannel<String> accepted(ChannelServer<String> server, ChannelWaiter waiter)
            throws IOException {
        ServerChannel<String> channel = server.pollAccepted(0);
        long end = System.nanoTime() + DEADLINE_NS;
        while (channel == null && System.nanoTime() < end) {
            waiter.sleep(SECOND_NS);
            channel = server.pollAccepted(0);
        }
        assertThat(channel).isNotNull();
        waiter.add(channel);
        return channel;
    }
}
