package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What streams of a real engine keep, and what they say of the rest: over growth, restarts and records that were let go. */
@Timeout(120)
class StreamRetentionIT {
    private static final long CONTAINER = 7;
    private static final int RECORD_LENGTH = 4_000;
    private static final long KEPT_BYTES = 100_000;

    @TempDir
    Path folder;

    private EngineUnderTest engine;
    private DataClient client;

    @BeforeEach
    void start() throws IOException {
        engine = EngineUnderTest.start(folder, 2);
        client = engine.client(CONTAINER);
    }

    @AfterEach
    void stop() {
        client.close();
        engine.close();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void restart() throws IOException {
        client.close();
        engine.kill();
        engine.start();
        client = engine.client(CONTAINER);
    }

    private long append(String stream, int shard, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return join(client.append(CONTAINER, stream, shard, List.of(new NewRecord(data, new byte[0], ""))))
                .firstSequence();
    }

    private long earliest(String stream, int shard) {
        return join(client.seek(CONTAINER, stream, shard, new SeekTo.Earliest()));
    }

    private static EngineException refusal(CompletableFuture<?> future) {
        CompletionException failed = catchThrowableOfType(CompletionException.class, () -> join(future));
        Throwable cause = failed.getCause();
        return (EngineException) (cause instanceof CompletionException inner ? inner.getCause() : cause);
    }

    @Test
    void keepNoMoreBytesThanTheyShouldOverRestarts() throws IOException {
        join(client.createStream(CONTAINER, "s", 1, 0, KEPT_BYTES));
        String record = "x".repeat(RECORD_LENGTH);
        for (int i = 0; i < 100; i++) {
            append("s", 0, record);
        }

        long first = earliest("s", 0);
        assertThat(first).isBetween(101 - KEPT_BYTES / RECORD_LENGTH, 110 - KEPT_BYTES / RECORD_LENGTH);
        restart();
        assertThat(earliest("s", 0)).isEqualTo(first);
        for (int i = 0; i < 10; i++) {
            assertThat(append("s", 0, record)).isEqualTo(101 + i);
        }
        assertThat(earliest("s", 0)).isEqualTo(first + 10);
    }

    @Test
    void sayFromWhereTheyAreWhenRecordsWereLetGo() throws IOException {
        join(client.createStream(CONTAINER, "s", 1, 0, KEPT_BYTES));
        for (int i = 0; i < 60; i++) {
            append("s", 0, "y".repeat(RECORD_LENGTH));
        }
        long first = earliest("s", 0);

        EngineException read = refusal(client.read(CONTAINER, "s", 0, 1, 10));
        EngineException seek = refusal(client.seek(CONTAINER, "s", 0, new SeekTo.Sequence(first - 1)));

        assertThat(read.status()).isEqualTo(EngineStatus.TRIMMED);
        assertThat(read.resumeLocation()).isEqualTo(first);
        assertThat(seek.status()).isEqualTo(EngineStatus.TRIMMED);
        assertThat(seek.resumeLocation()).isEqualTo(first);
        assertThat(join(client.seek(CONTAINER, "s", 0, new SeekTo.Sequence(first))))
                .isEqualTo(first);
        assertThat(join(client.seek(CONTAINER, "s", 0, new SeekTo.Time(0)))).isEqualTo(first);
        List<StreamRecord> kept =
                join(client.read(CONTAINER, "s", 0, first, 1000)).records();
        assertThat(kept).hasSize((int) (61 - first));
        for (StreamRecord each : kept) {
            assertThat(join(client.seek(CONTAINER, "s", 0, new SeekTo.Time(each.arrivalNs()))))
                    .isEqualTo(each.sequence());
        }
        restart();
        StreamRecord middle = kept.get(kept.size() / 2);
        assertThat(join(client.seek(CONTAINER, "s", 0, new SeekTo.Time(middle.arrivalNs()))))
                .isEqualTo(middle.sequence());
        assertThat(join(client.seek(
                        CONTAINER, "s", 0, new SeekTo.Time(kept.getLast().arrivalNs() + 1))))
                .isEqualTo(61);
    }

    @Test
    void growWhileTheyAreWritten() throws Exception {
        join(client.createStream(CONTAINER, "s", 2, 0));
        int shardCount = 5;
        int writers = 3;
        int records = 150;
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                int shard = writer % 2;
                done.add(executor.submit(() -> {
                    for (int i = 0; i < records; i++) {
                        append("s", shard, name + " " + i);
                    }
                }));
            }
            for (int count = 3; count <= shardCount; count++) {
                join(client.growStream(CONTAINER, "s", count));
                assertThat(append("s", count - 1, "first")).isEqualTo(1);
            }
            for (Future<?> each : done) {
                each.get();
            }
        }

        assertThatThrownBy(() -> join(client.growStream(CONTAINER, "s", 2)))
                .hasMessageContaining("field=shardCount")
                .hasMessageContaining("current=5");
        restart();
        for (int writer = 0; writer < writers; writer++) {
            String name = "w" + writer + " ";
            List<String> texts = join(client.read(CONTAINER, "s", writer % 2, 1, 1000)).records().stream()
                    .map(each -> new String(each.data(), StandardCharsets.UTF_8))
                    .filter(each -> each.startsWith(name))
                    .toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                expected.add(name + i);
            }
            assertThat(texts).isEqualTo(expected);
        }
        assertThat(append("s", 4, "second")).isEqualTo(2);
        assertThat(earliest("s", 4)).isEqualTo(1);
    }

    @Test
    void letOldRecordsGoThoughNobodyAppends() {
        join(client.createStream(CONTAINER, "s", 1, 1));
        append("s", 0, "old");

        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (earliest("s", 0) == 1) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }

        assertThat(refusal(client.read(CONTAINER, "s", 0, 1, 1)).resumeLocation())
                .isEqualTo(2);
        assertThat(append("s", 0, "new")).isEqualTo(2);
        assertThat(join(client.read(CONTAINER, "s", 0, 2, 10)).records()).hasSize(1);
    }
}
