package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.EventWriter;
import io.vireo.channel.message.FromWorkerReader;
import io.vireo.channel.message.FromWorkerWhich;
import io.vireo.channel.message.ResponseReader;
import io.vireo.channel.message.ToWorkerWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Python process at the other end: rings, waiting, and both flyweights of every message. */
class PythonChannelIT {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Path CLIENT = Path.of("../client/python").toAbsolutePath();

    @TempDir
    Path folder;

    private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 18, 8);
    private final ToWorkerWriter toWorker = new ToWorkerWriter();
    private final List<String> answers = new ArrayList<>();
    private ChannelWaiter waiter;
    private ChannelServer<String> server;
    private Process python;

    @BeforeEach
    void listen() throws IOException {
        waiter = ChannelWaiter.open(0);
        server = ChannelServer.listen(
                folder.resolve("s"),
                ChannelConfig.ofWorkers(),
                token -> new String(token, StandardCharsets.UTF_8),
                List.of(waiter));
    }

    @AfterEach
    void stop() throws IOException {
        if (python != null) {
            python.destroyForcibly();
        }
        server.close();
        waiter.close();
    }

    private ServerChannel<String> startWorker(String mode) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "python3",
                        Path.of("src/test/python/echo_worker.py")
                                .toAbsolutePath()
                                .toString(),
                        folder.resolve("s").toString(),
                        "worker-1",
                        mode)
                .inheritIO();
        builder.environment().put("PYTHONPATH", CLIENT.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        python = builder.start();
        long deadline = System.nanoTime() + 20 * SECOND_NS;
        ServerChannel<String> channel = null;
        while (channel == null && System.nanoTime() < deadline) {
            waiter.sleep(SECOND_NS);
            channel = server.pollAccepted(0);
        }
        assertThat(channel).isNotNull();
        waiter.add(channel);
        return channel;
    }

    private void offerEvent(ServerChannel<String> channel, long id, String body) {
        EventWriter event = toWorker.wrap(buffer, 0, buffer.byteSize()).initEvent();
        event.correlationId(id)
                .id("event-" + id)
                .method("POST")
                .path("/été")
                .timestampNs(-5)
                .body(body.getBytes(StandardCharsets.UTF_8));
        event.initHeaders(1).get(0).name("Accept").value("*/*");
        int length = toWorker.finish();
        while (channel.offer(1, buffer, 0, length) == Channel.BACK_PRESSURED) {
            collect(channel);
        }
    }

    private void collect(ServerChannel<String> channel) {
        FromWorkerReader fromWorker = new FromWorkerReader();
        int workCount = channel.poll(
                (kind, message, offset, length) -> {
                    fromWorker.wrap(message, offset, length);
                    assertThat(kind).isEqualTo(7);
                    assertThat(fromWorker.which()).isEqualTo(FromWorkerWhich.RESPONSE);
                    ResponseReader response = fromWorker.response();
                    assertThat(response.status()).isEqualTo(201);
                    assertThat(response.headers().get(0).name()).isEqualTo("x-pid");
                    assertThat(response.headers().get(0).value()).isEqualTo(Long.toString(python.pid()));
                    answers.add(response.correlationId() + " "
                            + new String(response.body().toByteArray(), StandardCharsets.UTF_8));
                },
                64);
        waiter.idle(Math.max(0, workCount), SECOND_NS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "asyncio"})
    void answersEveryEventInOrder(String mode) throws Exception {
        ServerChannel<String> channel = startWorker(mode);
        assertThat(channel.peer()).isEqualTo("worker-1");
        int count = 3000;

        for (int i = 0; i < count; i++) {
            offerEvent(channel, i, "é".repeat(i % 700));
        }
        long deadline = System.nanoTime() + 60 * SECOND_NS;
        while (answers.size() < count && System.nanoTime() < deadline && !channel.isClosed()) {
            collect(channel);
        }
        channel.offer(1, buffer, 0, toWorker.wrap(buffer, 0, 64).setDrain().finish());

        assertThat(answers).hasSize(count);
        assertThat(answers.get(2))
                .isEqualTo(
                        "2 {\"id\": \"event-2\", \"path\": \"/\\u00e9t\\u00e9\", \"method\": \"POST\", "
                                + "\"headers\": {\"Accept\": \"*/*\"}, \"shardId\": -1, \"timestampNs\": -5, \"body\": \"\\u00e9\\u00e9\"}");
        assertThat(answers.getLast()).startsWith((count - 1) + " ");
        assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "asyncio"})
    void isWokenForEveryEvent(String mode) throws Exception {
        ServerChannel<String> channel = startWorker(mode);
        long handOvers = Long.getLong("vireo.handovers", 20_000);
        SplittableRandom random = new SplittableRandom(20261123);
        long longestNs = 0;
        for (long i = 0; i < handOvers && longestNs < 5 * SECOND_NS; i++) {
            for (int pause = random.nextInt(2_000); pause > 0; pause--) {
                Thread.onSpinWait(); // about as long as the worker spins before it sleeps
            }
            long before = System.nanoTime();
            offerEvent(channel, i, "x");
            answers.clear();
            while (answers.isEmpty() && System.nanoTime() - before < 10 * SECOND_NS) {
                collect(channel);
            }
            longestNs = Math.max(longestNs, System.nanoTime() - before);
        }

        assertThat(longestNs).as("longest round trip").isLessThan(5 * SECOND_NS);
    }

    @Test
    void learnsThatTheListenerIsGone() throws Exception {
        ServerChannel<String> channel = startWorker("block");
        channel.close();

        assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isEqualTo(3);
    }

    @Test
    void noticesThatTheWorkerWasKilled() throws Exception {
        ServerChannel<String> channel = startWorker("asyncio");
        python.destroyForcibly().waitFor();

        long deadline = System.nanoTime() + 10 * SECOND_NS;
        while (!channel.isClosed() && System.nanoTime() < deadline) {
            collect(channel);
        }

        assertThat(channel.closeReason()).isEqualTo("peer is gone");
    }
}
