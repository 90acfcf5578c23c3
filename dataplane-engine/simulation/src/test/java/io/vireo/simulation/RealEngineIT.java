package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientChannel;
import io.vireo.channel.Grant;
import io.vireo.channel.GrantSigner;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.simulation.history.History;
import io.vireo.simulation.history.Linearizability;
import io.vireo.simulation.model.Answer;
import io.vireo.simulation.model.Guard;
import io.vireo.simulation.model.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real engine process, killed over and over under clients of several threads, each with a channel of its own: what they saw of each item is judged by the algorithm that judges the
 * simulated runs.
 */
class RealEngineIT {
    private static final int LIVES = Integer.getInteger("vireo.engine.lives", 8);
    private static final int CLIENTS = 3;
    private static final int ITEMS = 4;
    private static final long LIFE_NS_MIN = 1_000_000;
    private static final long LIFE_NS_MAX = 200_000_000;
    private static final long REPLY_NS = 20_000_000_000L;
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final History history = new History();
    private final AtomicLong lastId = new AtomicLong();

    @Test
    void everyItemHasALinearizableHistory() throws Exception {
        long seed = Long.getLong("vireo.engine.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int life = 0; life < LIVES; life++) {
            Process engine = start();
            // A life begins with the first answer: on a slow machine, too, some of them get far.
            CountDownLatch answered = new CountDownLatch(1);
            long deadNs;
            try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    Random dice = new Random(random.nextLong());
                    clients.add(threads.submit((Callable<Void>) () -> {
                        useUntilGone(dice, answered);
                        return null;
                    }));
                }
                assertThat(answered.await(REPLY_NS, TimeUnit.NANOSECONDS)).isTrue();
                LockSupport.parkNanos(random.nextLong(LIFE_NS_MIN, LIFE_NS_MAX));
                engine.destroyForcibly();
                engine.onExit().join();
                deadNs = System.nanoTime();
                for (Future<?> client : clients) {
                    client.get();
                }
            }
            history.end(deadNs); // what has no answer took effect before the process was gone, or never will
        }

        int calls = 0;
        for (var item : history.byPath().entrySet()) {
            calls += item.getValue().size();
            assertThat(Linearizability.isLinearizable(item.getValue()))
                    .as("seed=" + seed + " item=" + item.getKey() + " calls=" + item.getValue())
                    .isTrue();
        }
        assertThat(history.byPath()).hasSize(ITEMS);
        assertThat(calls).as("seed=" + seed).isGreaterThan(LIVES * CLIENTS);
    }

    private Process start() throws IOException {
        Files.write(folder.resolve("grant.key"), KEY);
        Path config = folder.resolve("engine.json");
        Files.writeString(config, """
                {"dataDirectory": "%s", "socket": "%s", "partitions": 4, "grantKeyFile": "%s", "segmentBytes": 1048576, "checkpointBytes": 1048576}
                """.formatted(
                        folder.resolve("engine"), folder.resolve("engine.sock"), folder.resolve("grant.key")));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-ea",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.vireo.engine.EngineProcess",
                        "--config",
                        config.toString())
                .redirectError(folder.resolve("engine.log").toFile())
                .start();
        @Nullable String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).as(Files.readString(folder.resolve("engine.log"))).startsWith("ready");
        return process;
    }

    /** Asks one thing after the other, until the engine is gone. */
    private void useUntilGone(Random dice, CountDownLatch answered) throws IOException {
        Grant grant = new Grant(
                "00000000-0000-0000-0000-000000000001",
                List.of(new Grant.Scope(Keyspace.CONTAINER, "", Set.of(Grant.Action.values()))),
                0);
        RequestEncoder encoder = new RequestEncoder(Arena.ofAuto().allocate(1 << 16, 8));
        ClientChannel channel;
        try {
            channel = ClientChannel.connect(folder.resolve("engine.sock"), new GrantSigner(KEY).sign(grant), 0);
        } catch (IOException e) {
            return; // it was killed before
        }
        try (ChannelWaiter waiter = ChannelWaiter.open(20_000)) {
            waiter.add(channel);
            boolean isThere = true;
            while (isThere) {
                isThere = ask(channel, waiter, encoder, operation(dice));
                if (isThere) {
                    answered.countDown();
                }
            }
        } finally {
            channel.close();
        }
    }

    private Operation operation(Random dice) {
        long id = lastId.incrementAndGet();
        String path = "items/" + dice.nextInt(ITEMS);
        int kind = dice.nextInt(10);
        if (kind < 5) {
            return new Operation.Update(id, path, new Operation.Change(1, false), null, true, Guard.ALWAYS, 0);
        }
        return kind == 5
                ? new Operation.Delete(id, path, Guard.ALWAYS, 0)
                : new Operation.Get(id, path, RequestProjection.USER, List.of(), 0, 0, false, 0, Guard.ALWAYS, 0);
    }

    /** False once the engine is gone. */
    private boolean ask(ClientChannel channel, ChannelWaiter waiter, RequestEncoder encoder, Operation operation) {
        MemorySegment message = Arena.ofAuto().allocate(1 << 12, 8);
        byte[] bytes = encoder.operation(operation, 0, 1 << 20);
        MemorySegment.copy(bytes, 0, message, ValueLayout.JAVA_BYTE, 0, bytes.length);
        synchronized (history) {
            history.begin(operation, System.nanoTime());
        }
        if (channel.offer(0, message, 0, bytes.length) != 0) {
            return false;
        }
        long deadline = System.nanoTime() + REPLY_NS;
        List<Answer> answers = new ArrayList<>();
        while (answers.isEmpty() && !channel.isClosed()) {
            int count = channel.poll(
                    (_, buffer, offset, length) ->
                            answers.add(Answer.of(new ReplyReader().wrap(buffer, offset, length), new byte[0])),
                    1);
            assertThat(System.nanoTime()).as("no answer to " + operation).isLessThan(deadline);
            if (answers.isEmpty()) {
                waiter.idle(Math.max(0, count), 1_000_000_000L);
            }
        }
        if (answers.isEmpty()) {
            return false;
        }
        Answer answer = answers.getFirst();
        synchronized (history) {
            history.answered(operation, answer, Client.isAboutEngine(answer.status()), System.nanoTime());
        }
        return true;
    }
}
