package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold at each round of a compaction: an engine that is stepped, over a disk in memory. */
class CompactionTest {
    private static final int BODY_LENGTH = 60_000;
    private static final String FIRST_SEGMENT = "reactor-000-00000000.journal";

    /** Every so many puts one is of a new item, which stays; the others overwrite each other: so every segment has something live, and is worth emptying. */
    private static final int KEPT_EVERY = 10;

    private static final int OVERWRITTEN = 5;

    /** Puts that make some segments. */
    private static final int SOME = 60;

    private static final int SETTLING_ROUNDS = 300;

    private SteppedEngine engine = new SteppedEngine(new SimulatedDisk(), SteppedEngine.SEGMENT_BYTES, 1_000_000_000L);

    /** What each item must be. */
    private final Map<String, Integer> expected = new HashMap<>();

    private int putCount;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aLossOfPowerAtAnyRoundLosesNothing() {
        putSome();
        for (int i = 0; i < SOME / 4; i++) {
            long put = engine.send(next());
            for (ReplyReader reply = null; reply == null; reply = engine.reply(put)) {
                engine.rounds(1);
                Map<String, Integer> acknowledged = new HashMap<>(expected);
                acknowledged.remove(path(putCount - 1)); // the one under way is there, or is not
                try (SteppedEngine after = engine.restarted(SteppedEngine.SEGMENT_BYTES)) {
                    require(after, acknowledged);
                }
            }
        }

        settle();
        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
        require(engine, expected);
    }

    @Test
    void whatAFailedWriteTakesBackIsMovedAgain() {
        putSome();
        for (int round = 0; round < 300; round++) {
            engine.disk.failingWrites = round % 3 == 0 ? 1 : 0;
            engine.rounds(1);
        }
        engine.disk.failingWrites = 0;

        settle();

        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
        requireNowAndAfterAStart();
    }

    @Test
    void whatIsOverwrittenMeanwhileStaysOverwritten() {
        putSome();
        for (int i = 0; i < SOME; i++) {
            for (String kept : List.of(path(0), path(KEPT_EVERY), path(2 * KEPT_EVERY))) {
                expected.put(kept, 100 + i);
                long put = engine.send(put(kept, 100 + i));
                engine.rounds(1 + i % 3);
                while (engine.reply(put) == null) {
                    engine.rounds(1);
                }
            }
        }

        settle();

        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
        requireNowAndAfterAStart();
    }

    @Test
    void whatAnotherItemTakesOverMeanwhileIsMovedForThatOne() {
        String[] parts = {"part.0", "part.1"};
        for (int part = 0; part < parts.length; part++) {
            stage(parts[part], 7 + part);
        }
        putSome();
        engine.rounds(2);

        ok(engine.ask(request -> {
            var taken = request.path("part").initPut().body(RequestPutBodySource.PARTS);
            var list = taken.initParts(parts.length);
            for (int part = 0; part < parts.length; part++) {
                list.get(part).path(parts[part]);
            }
        }));
        putSome();
        settle();

        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
        requireParts(engine);
        try (SteppedEngine after = engine.restarted(SteppedEngine.SEGMENT_BYTES)) {
            requireParts(after);
        }
    }

    @Test
    void aDamagedBodyStaysWhereItIsAndAllElseIsMoved() {
        ok(engine.ask(put("damaged", 77)));
        damage((byte) 77);
        putSome();
        settle();
        putSome();

        settle();

        ReplyReader damaged = get(engine, "damaged");
        assertThat(damaged.status()).isEqualTo(Status.CORRUPT);
        assertThat(damaged.message()).contains("item=1:damaged segment=0 offset=");
        assertThat(segments()).contains(FIRST_SEGMENT).doesNotContain("reactor-000-00000001.journal");
        requireNowAndAfterAStart();
    }

    @Test
    void readsThatFailMeanwhileLoseNothing() {
        putSome();
        for (int round = 0; round < 300; round++) {
            engine.disk.failingReads = round % 2 == 0 ? 1 : 0; // what is read again comes in the next round
            engine.rounds(1);
        }
        engine.disk.failingReads = 0;

        settle();

        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
        requireNowAndAfterAStart();
    }

    @Test
    void whatExpiresAndWhatAStreamHoldsIsMovedWithAllThatIsKnownOfIt() {
        long expiresNs = engine.nowNs + 1_000_000_000_000L;
        ok(engine.ask(
                request -> request.path("session").initPut().setExpiry(true).expiresNs(expiresNs)));
        ok(engine.ask(request -> request.path("s").initCreateStream().shardCount(1)));
        ok(engine.ask(request ->
                request.path("s/0").initAppend().initRecords(1).get(0).data(text("a record"))));
        putSome();
        putSome();

        settle();

        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
        assertThat(get(engine, "session").item().state().expiresNs()).isEqualTo(expiresNs);
        ReplyReader page =
                engine.ask(request -> request.path("s/0").initRead().location(1).limit(10));
        assertThat(page.records().page().get(0).data().toByteArray()).isEqualTo(text("a record"));
        engine.nowNs = expiresNs;
        assertThat(get(engine, "session").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void whatAPinHoldsStaysUntilItIsLetGo() {
        ok(engine.ask(put("pinned", 9)));
        long handle = engine.ask(request -> request.path("pinned").initGet().pin(true))
                .pinned()
                .handle();
        ok(engine.ask(put("pinned", 10)));
        putSome();
        putSome();
        settle();
        assertThat(segments()).contains(FIRST_SEGMENT);

        ReplyReader read = engine.ask(request -> request.path("pinned")
                .replyOffset(SteppedEngine.REPLY_OFFSET)
                .replyCapacity(BODY_LENGTH)
                .initGet()
                .handle(handle)
                .rangeLength(BODY_LENGTH));
        assertThat(engine.arena(SteppedEngine.REPLY_OFFSET, (int) read.bodyLength()))
                .containsOnly((byte) 9);
        ok(engine.ask(request -> request.initRelease().handle(handle)));
        settle();

        assertThat(segments()).doesNotContain(FIRST_SEGMENT);
    }

    private static String path(int put) {
        return put % KEPT_EVERY == 0 ? "kept/" + put : "overwritten/" + put % OVERWRITTEN;
    }

    private Consumer<RequestWriter> next() {
        String path = path(putCount);
        expected.put(path, putCount);
        return put(path, putCount++);
    }

    private void putSome() {
        for (int i = 0; i < SOME; i++) {
            ok(engine.ask(next()));
        }
    }

    /** Lets everything be moved, checkpointed and removed that there is: a checkpoint wants a write. */
    private void settle() {
        for (int i = 0; i < 10; i++) {
            engine.rounds(SETTLING_ROUNDS);
            ok(engine.ask(put("beat", 0)));
        }
    }

    private Consumer<RequestWriter> put(String path, int number) {
        byte[] body = new byte[BODY_LENGTH];
        Arrays.fill(body, (byte) number);
        engine.fillArena(body);
        return request -> request.path(path).bodyLength(BODY_LENGTH).initPut().body(RequestPutBodySource.ARENA);
    }

    private void stage(String path, int number) {
        put(path, number); // fills the arena
        long stageId = engine.ask(
                        request -> request.path(path).bodyLength(BODY_LENGTH).initStage())
                .stage()
                .stageId();
        ok(engine.ask(request ->
                request.path(path).initPut().body(RequestPutBodySource.STAGED).stageId(stageId)));
    }

    private static ReplyReader get(SteppedEngine from, String path) {
        return from.ask(request -> request.path(path)
                .replyOffset(SteppedEngine.REPLY_OFFSET)
                .replyCapacity(2 * BODY_LENGTH)
                .initGet()
                .rangeLength(2 * BODY_LENGTH));
    }

    private void requireNowAndAfterAStart() {
        require(engine, expected);
        try (SteppedEngine after = engine.restarted(SteppedEngine.SEGMENT_BYTES)) {
            require(after, expected);
        }
    }

    private static void require(SteppedEngine of, Map<String, Integer> items) {
        items.forEach((path, number) -> {
            ReplyReader reply = get(of, path);
            assertThat(reply.status()).as(path + " " + reply.message()).isEqualTo(Status.OK);
            assertThat(of.arena(SteppedEngine.REPLY_OFFSET, (int) reply.bodyLength()))
                    .as(path)
                    .hasSize(BODY_LENGTH)
                    .containsOnly(number.byteValue());
        });
    }

    private static void requireParts(SteppedEngine of) {
        ReplyReader reply = get(of, "part");
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        assertThat(of.arena(SteppedEngine.REPLY_OFFSET, BODY_LENGTH)).containsOnly((byte) 7);
        assertThat(of.arena(SteppedEngine.REPLY_OFFSET + BODY_LENGTH, BODY_LENGTH))
                .containsOnly((byte) 8);
    }

    /** Changes a byte of a body that is made of this one alone. */
    private void damage(byte number) {
        byte[] segment = engine.disk.bytes(FIRST_SEGMENT);
        int at = 0;
        while (segment[at] != number || segment[at + 1] != number || segment[at + 2] != number) {
            at++;
        }
        segment[at]++;
    }

    private List<String> segments() {
        return engine.disk.names().stream()
                .filter(name -> name.endsWith(".journal"))
                .toList();
    }

    private static void ok(ReplyReader reply) {
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
