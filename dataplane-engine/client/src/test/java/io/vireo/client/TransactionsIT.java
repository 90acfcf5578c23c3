package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.Placement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client does to items of both reactors of an engine at once. */
@Timeout(120)
class TransactionsIT {
    private static final long CONTAINER = 7;

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
    void writesItemsOfBothReactorsOrNone() {
        byte[] body = bytes(10_000);
        List<WriteRequest> both = List.of(
                PutRequest.body(CONTAINER, path(1, "b"), body), PutRequest.body(CONTAINER, path(0, "a"), new byte[3]));

        List<Optional<ItemState>> states = join(client.write(both));
        assertThatThrownBy(() -> join(client.write(List.of(
                        DeleteRequest.of(CONTAINER, path(0, "a")),
                        DeleteRequest.of(CONTAINER, path(1, "b")),
                        DeleteRequest.of(CONTAINER, path(1, "nothing"))))))
                .hasMessageContaining("there is no item")
                .hasMessageEndingWith("request=2");

        assertThat(states).extracting(state -> state.orElseThrow().bodyLength()).containsExactly(10_000L, 3L);
        assertThat(body(path(1, "b"))).isEqualTo(body);
        assertThat(body(path(0, "a"))).hasSize(3);
    }

    @Test
    void findsItemsFreeThatItHasJustWritten() {
        for (int i = 1; i <= 50; i++) {
            List<Optional<ItemState>> states = join(client.write(List.of(
                    UpdateRequest.of(CONTAINER, path(0, "a"), "n = " + i),
                    UpdateRequest.of(CONTAINER, path(1, "b"), "n = " + i))));
            ItemState next = join(client.update(UpdateRequest.of(CONTAINER, path(1, "b"), "m = " + i)));

            assertThat(states.getFirst().orElseThrow().version()).isEqualTo(i);
            assertThat(next.version()).isEqualTo(2L * i);
        }
    }

    @Test
    void writesOnceWhatItRepeatsWithAToken() {
        Token token = Token.random();
        List<WriteRequest> both = List.of(
                UpdateRequest.of(CONTAINER, path(0, "a"), "n = if_not_exists(n, 0) + 1"),
                UpdateRequest.of(CONTAINER, path(1, "b"), "n = if_not_exists(n, 0) + 1"));

        List<Optional<ItemState>> first = join(client.once(token).write(both));
        List<Optional<ItemState>> again = join(client.once(token).write(both));

        assertThat(again).isEqualTo(first);
        assertThat(join(client.get(GetRequest.of(CONTAINER, path(1, "b"), Projection.NONE)))
                        .state()
                        .version())
                .isEqualTo(1);
        assertThatThrownBy(() -> join(client.once(token).write(List.of(both.getFirst()))))
                .hasMessageContaining("field=token");
    }

    @Test
    void renamesItemsAndDirectoriesFromOneReactorToTheOther() {
        byte[] body = bytes(3_000_000);
        String from = path(0, "dir/from");
        String to = path(1, "other/to");
        ItemState before = join(client.put(PutRequest.body(CONTAINER, from, body)));

        ItemState after = join(client.rename(RenameRequest.of(CONTAINER, from, to)));

        assertThat(after.inode()).isEqualTo(before.inode());
        assertThat(after.createdNs()).isEqualTo(before.createdNs());
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(body(to)).isEqualTo(body);
        assertThatThrownBy(() -> join(client.get(GetRequest.of(CONTAINER, from, Projection.NONE))))
                .hasMessageContaining("no item");
        for (int i = 0; i < 40; i++) {
            join(client.put(PutRequest.attributes(
                    CONTAINER, "tree/" + i % 5 + "/" + i, PutRequest.Mode.REPLACE, new TreeMap<>())));
        }
        assertThat(join(client.renameDirectory(CONTAINER, "tree", "moved"))).isEqualTo(40);
        assertThat(join(client.count(CountRequest.below(CONTAINER, "moved")))).isEqualTo(40);
    }

    @Test
    void writesLongBodiesOfBothReactorsAsOne() {
        byte[] first = bytes(3_000_000);
        byte[] second = bytes(5_000_001);
        List<WriteRequest> both = List.of(
                PutRequest.body(CONTAINER, path(0, "long/a"), first),
                UpdateRequest.of(CONTAINER, path(1, "long/count"), "n = 1"),
                PutRequest.body(CONTAINER, path(1, "long/b"), second),
                PutRequest.body(CONTAINER, path(1, "long/short"), new byte[7]));
        Token token = Token.random();

        List<Optional<ItemState>> states = join(client.once(token).write(both));
        List<Optional<ItemState>> again = join(client.once(token).write(both));

        assertThat(states)
                .extracting(state -> state.orElseThrow().bodyLength())
                .containsExactly(3_000_000L, 0L, 5_000_001L, 7L);
        assertThat(again).isEqualTo(states);
        assertThat(body(path(0, "long/a"))).isEqualTo(first);
        assertThat(body(path(1, "long/b"))).isEqualTo(second);
        assertThatThrownBy(() -> join(client.write(List.of(
                        PutRequest.body(CONTAINER, path(1, "long/b"), first),
                        DeleteRequest.of(CONTAINER, path(0, "nothing"))))))
                .hasMessageContaining("no item");
        assertThat(body(path(1, "long/b"))).isEqualTo(second);
    }

    @Test
    void renamesOnceWhatItRepeatsWithAToken() {
        byte[] body = bytes(300_000);
        String from = path(0, "once/from");
        String to = path(1, "once/to");
        join(client.put(PutRequest.body(CONTAINER, from, body)));
        Token token = Token.random();
        RenameRequest rename = new RenameRequest(CONTAINER, from, to, true, "not(exists(n))", 1);

        ItemState first = join(client.once(token).rename(rename));
        ItemState again = join(client.once(token).rename(rename));
        join(client.put(PutRequest.body(CONTAINER, from, bytes(5))));
        ItemState overAnother = join(client.once(token).rename(rename));

        assertThat(again).isEqualTo(first);
        assertThat(overAnother).isEqualTo(first);
        assertThat(body(from)).hasSize(5);
        assertThat(body(to)).isEqualTo(body);
        assertThatThrownBy(() -> join(client.once(token).rename(RenameRequest.of(CONTAINER, from, to))))
                .hasMessageContaining("field=token");
        assertThatThrownBy(() -> join(client.once(Token.random())
                        .rename(RenameRequest.of(CONTAINER, path(0, "nothing"), path(1, "nowhere")))))
                .hasMessageContaining("no item");
    }

    @Test
    void reliesOnItemsThatItChecksWhicheverReactorHasThem() {
        String counted = path(0, "counted");
        String other = path(1, "checked");
        join(client.update(UpdateRequest.of(CONTAINER, other, "n = 1")));
        for (int i = 1; i <= 30; i++) {
            List<Optional<ItemState>> states = join(client.write(List.of(
                    CheckRequest.of(CONTAINER, other, "n == 1"),
                    UpdateRequest.of(CONTAINER, counted, "n = if_not_exists(n, 0) + 1"))));

            assertThat(states.getFirst().orElseThrow().version()).isEqualTo(1);
            assertThat(states.getLast().orElseThrow().version()).isEqualTo(i);
        }
        List<WriteRequest> theOtherWay = List.of(
                UpdateRequest.of(CONTAINER, other, "m = 1"),
                CheckRequest.of(CONTAINER, counted, "n == 30"),
                CheckRequest.of(CONTAINER, path(0, "absent"), "not(exists(n))"));
        assertThat(join(client.write(theOtherWay)).getLast()).isEmpty();

        assertThatThrownBy(() -> join(client.write(List.of(
                        UpdateRequest.of(CONTAINER, counted, "n = 0"), CheckRequest.of(CONTAINER, other, "n == 2")))))
                .hasMessageContaining("condition")
                .extracting(failure -> ((EngineException) failure).failedIndex())
                .isEqualTo(1);
        assertThat(join(client.update(UpdateRequest.of(CONTAINER, other, "n = 2")))
                        .version())
                .isEqualTo(3);
    }

    /** Whoever adds to the count has seen the gate open in the same moment: the count stands still from the gate's closing on. */
    @Test
    void letsNobodyChangeWhatATransactionReliesOnUntilItIsDecided() {
        String gate = path(1, "gate");
        String count = path(0, "count");
        join(client.update(UpdateRequest.of(CONTAINER, gate, "open = true")));
        List<CompletableFuture<List<Optional<ItemState>>>> additions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            additions.add(client.write(List.of(
                    CheckRequest.of(CONTAINER, gate, "open == true"),
                    UpdateRequest.of(CONTAINER, count, "n = if_not_exists(n, 0) + 1"))));
        }
        ItemState closed = untilFree(UpdateRequest.of(CONTAINER, gate, "open = false"));
        ItemState counted = additions.stream()
                .map(each -> each.handle(
                        (states, failure) -> failure == null ? states.getLast().orElseThrow() : null))
                .map(CompletableFuture::join)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(ItemState::version))
                .orElse(null);

        assertThat(closed.version()).isEqualTo(2);
        if (counted != null) {
            assertThat(join(client.get(GetRequest.of(CONTAINER, count, Projection.NONE)))
                            .state()
                            .version())
                    .isEqualTo(counted.version());
        }
        assertThatThrownBy(() -> join(client.write(List.of(
                        CheckRequest.of(CONTAINER, gate, "open == true"),
                        UpdateRequest.of(CONTAINER, count, "n = n + 1")))))
                .hasMessageContaining("condition");
    }

    /** Tried again for as long as a transaction that is not decided is in the way. */
    private ItemState untilFree(UpdateRequest update) {
        long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try {
                return join(client.update(update));
            } catch (EngineException refusal) {
                assertThat(refusal.status()).isEqualTo(EngineStatus.BUSY);
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
            }
        }
    }

    private byte[] body(String path) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Download download = join(client.open(CONTAINER, path, Projection.NONE, 0, Long.MAX_VALUE, 0))) {
            for (BodyChunk chunk = join(download.next()); chunk != null; chunk = join(download.next())) {
                byte[] piece = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(piece);
                all.writeBytes(piece);
                chunk.close();
            }
        }
        return all.toByteArray();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** A path that a reactor has. */
    private static String path(int reactor, String start) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> start + "~" + i)
                .filter(path ->
                        Placement.reactor(Placement.partition(CONTAINER, path.getBytes(StandardCharsets.UTF_8), 4), 2)
                                == reactor)
                .findFirst()
                .orElseThrow();
    }
}
