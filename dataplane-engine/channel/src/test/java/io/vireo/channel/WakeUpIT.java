package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No wake-up is lost: two threads hand a message to and fro, each with its own random pauses, at the edge of sleep. */
class WakeUpIT {
    /** More for a soak: -Dvireo.handovers=50000000. */
    private static final long HAND_OVERS = Long.getLong("vireo.handovers", 50_000);

    private static final long TOO_LONG_NS = 5_000_000_000L;

    @TempDir
    Path folder;

    private final AtomicLong longestSleepNs = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {0, 2_000, 30_000})
    void isNeverLost(long spinNs) throws Exception {
        Path socket = folder.resolve("s");
        try (ChannelWaiter serverWaiter = ChannelWaiter.open(spinNs);
                ChannelWaiter clientWaiter = ChannelWaiter.open(spinNs);
                ChannelServer<String> server =
                        ChannelServer.listen(socket, ChannelConfig.ofEngine(1), _ -> "peer", List.of(serverWaiter))) {
            ClientChannel client = ClientChannel.connect(socket, new byte[0], 0);
            serverWaiter.sleep(TOO_LONG_NS);
            ServerChannel<String> peer = server.pollAccepted(0);
            assertThat(peer).isNotNull();
            serverWaiter.add(peer);
            clientWaiter.add(client);
            long[] atServer = {0};
            long[] atClient = {0};

            Thread echo = Thread.ofPlatform().start(() -> exchange(peer, serverWaiter, atServer, 1));
            Thread start = Thread.ofPlatform().start(() -> {
                client.offer(0, Arena.ofAuto().allocate(8), 0, 8);
                exchange(client, clientWaiter, atClient, 2);
            });
            start.join();
            echo.join();

            assertThat(atServer[0]).isEqualTo(HAND_OVERS);
            assertThat(atClient[0]).isEqualTo(HAND_OVERS);
            assertThat(longestSleepNs.get()).as("longest sleep").isLessThan(TOO_LONG_NS);
            peer.close();
            client.close();
        }
    }

    private void exchange(Channel channel, ChannelWaiter waiter, long[] count, long seed) {
        SplittableRandom random = new SplittableRandom(20261123 + seed);
        MemorySegment message = Arena.ofAuto().allocate(64, 8);
        int[] found = {0};
        while (count[0] < HAND_OVERS) {
            found[0] = 0;
            channel.poll((_, _, _, _) -> found[0]++, 8);
            if (found[0] > 0) {
                count[0] += found[0];
                for (int pause = random.nextInt(400); pause > 0; pause--) {
                    Thread.onSpinWait();
                }
                channel.offer(0, message, 0, random.nextInt(64));
            }
            long before = System.nanoTime();
            if (count[0] < HAND_OVERS) {
                waiter.idle(found[0], TOO_LONG_NS * 2);
            }
            longestSleepNs.accumulateAndGet(System.nanoTime() - before, Math::max);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void fromAnyThreadIsNeverLost(int threads) throws IOException, InterruptedException {
        try (ChannelWaiter waiter = ChannelWaiter.open(0)) {
            AtomicLong produced = new AtomicLong();
            AtomicLong consumed = new AtomicLong();
            long each = 20_000;
            List<Thread> producers = IntStream.range(0, threads)
                    .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                        for (long i = 0; i < each; i++) {
                            produced.incrementAndGet();
                            waiter.wake();
                        }
                    }))
                    .toList();

            long longest = 0;
            while (consumed.get() < each * threads) {
                consumed.set(produced.get());
                long before = System.nanoTime();
                if (consumed.get() < each * threads) {
                    waiter.sleep(TOO_LONG_NS * 2);
                }
                longest = Math.max(longest, System.nanoTime() - before);
            }
            for (Thread producer : producers) {
                producer.join();
            }

            assertThat(longest).isLessThan(TOO_LONG_NS);
        }
    }
}
