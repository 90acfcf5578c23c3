package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the engine does to parts of bodies, to items that expire, and counts, before and after it is killed. */
@Timeout(120)
class BodyOperationsIT {
    private static final long CONTAINER = 7;
    private static final int LENGTH = 3_000_000;

    @TempDir
    private Path folder;

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

    @Test
    void writesRangesCutsAndGrowsABody() throws Exception {
        Random random = new Random(3);
        byte[] model = new byte[LENGTH];
        random.nextBytes(model);
        join(client.put(PutRequest.body(CONTAINER, "dir/file", model)));
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[random.nextInt(200_000)];
            random.nextBytes(bytes);
            int position = random.nextInt(model.length - bytes.length);
            System.arraycopy(bytes, 0, model, position, bytes.length);
            join(client.put(PutRequest.write(CONTAINER, "dir/file", position, bytes)));
        }
        byte[] large = new byte[1_500_000];
        random.nextBytes(large);
        System.arraycopy(large, 0, model, 777, large.length);
        join(client.put(PutRequest.write(CONTAINER, "dir/file", 777, large)));
        model = Arrays.copyOf(Arrays.copyOf(model, LENGTH / 2), LENGTH);
        join(client.put(PutRequest.truncate(CONTAINER, "dir/file", LENGTH / 2)));
        ItemState state = join(client.put(PutRequest.truncate(CONTAINER, "dir/file", LENGTH)));

        assertThat(state.bodyLength()).isEqualTo(LENGTH);
        assertThat(read("dir/file")).isEqualTo(model);
        restart();
        assertThat(read("dir/file")).isEqualTo(model);
    }

    @Test
    void assemblesABodyOfParts() throws Exception {
        byte[] first = new byte[1_200_000];
        byte[] second = new byte[70_001];
        new Random(4).nextBytes(first);
        new Random(5).nextBytes(second);
        join(client.put(PutRequest.body(CONTAINER, "dir/file.part.1", first)));
        join(client.put(PutRequest.body(CONTAINER, "dir/file.part.2", second)));

        ItemState state = join(client.put(PutRequest.assembled(
                CONTAINER,
                "dir/file",
                List.of(new PutRequest.Part("dir/file.part.1", 0), new PutRequest.Part("dir/file.part.2", 1)))));

        assertThat(state.bodyLength()).isEqualTo(first.length + second.length);
        assertThat(count("dir", "")).isEqualTo(1);
        restart();
        byte[] whole = read("dir/file");
        assertThat(Arrays.copyOf(whole, first.length)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(whole, first.length, whole.length)).isEqualTo(second);
    }

    @Test
    void renamesADirectoryAndGoesOnWhereItWasStopped() throws Exception {
        client.close();
        engine.close();
        engine = EngineUnderTest.start(java.nio.file.Files.createDirectory(folder.resolve("one")), 1);
        client = engine.client(CONTAINER);
        join(client.put(PutRequest.directory(CONTAINER, "from/empty")));
        for (int i = 0; i < 250; i++) {
            join(client.put(PutRequest.body(CONTAINER, "from/" + i % 7 + "/" + i, new byte[] {(byte) i})));
        }
        join(client.rename(RenameRequest.of(CONTAINER, "from/0/0", "to/0/0")));

        long moved = join(client.renameDirectory(CONTAINER, "from", "to"));

        assertThat(moved).isEqualTo(250);
        assertThat(count("to", "__obj_type == 0")).isEqualTo(250);
        assertThat(refusalOf(client.count(CountRequest.below(CONTAINER, "from"))))
                .isEqualTo(EngineStatus.NOT_FOUND);
        restart();
        assertThat(read("to/4/200")).containsExactly(200);
        assertThat(join(client.renameDirectory(CONTAINER, "from", "to"))).isZero();
        assertThat(refusalOf(client.renameDirectory(CONTAINER, "to", "to/below")))
                .isEqualTo(EngineStatus.INVALID);
    }

    @Test
    void removesWhatHasExpired() throws Exception {
        long nowNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        for (int i = 0; i < 100; i++) {
            PutRequest put = PutRequest.attributes(CONTAINER, "dir/" + i, PutRequest.Mode.REPLACE, new TreeMap<>());
            join(client.put(put.expiring(i < 60 ? Expiry.at(nowNs + 1 + i) : Expiry.at(nowNs + 3_600_000_000_000L))));
        }

        assertThat(count("dir", "")).isEqualTo(40);
        assertThat(count("dir", "__size == 0")).isEqualTo(40);
        assertThat(refusalOf(client.get(GetRequest.of(CONTAINER, "dir/3", Projection.NONE))))
                .isEqualTo(EngineStatus.NOT_FOUND);
        join(client.update(UpdateRequest.of(CONTAINER, "dir/99", "n = 1").expiring(Expiry.NEVER)));
        restart();
        assertThat(count("dir", "exists(__expiry_secs)")).isEqualTo(39);
        assertThat(refusalOf(client.count(CountRequest.below(CONTAINER, "nowhere"))))
                .isEqualTo(EngineStatus.NOT_FOUND);
    }

    private long count(String directory, String filter) {
        return join(client.count(new CountRequest(CONTAINER, directory, true, "", filter)));
    }

    private void restart() throws IOException {
        engine.kill();
        engine.start();
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (refusalOrAbsence() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private boolean refusalOrAbsence() {
        return client.partitionCount()
                .handle((_, failure) -> failure != null)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private byte[] read(String path) throws IOException {
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

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static EngineStatus refusalOf(CompletableFuture<?> future) throws Exception {
        try {
            future.get(30, TimeUnit.SECONDS);
            return EngineStatus.OK;
        } catch (ExecutionException failed) {
            return ((EngineException) failed.getCause()).status();
        }
    }
}
