package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.AttributeWriter;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.ReplyWhich;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestSeekKind;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as its clients see it: a real process, spoken to through a real channel. */
class EngineProcessIT {
    @TempDir
    Path folder;

    RunningEngine engine;
    TestClient client;

    /** Further keys of the engine's configuration. */
    String configuration() {
        return "";
    }

    @BeforeEach
    void start() throws IOException {
        engine = RunningEngine.start(folder, configuration());
        assertThat(engine.firstLine()).startsWith("ready");
        client = engine.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        engine.close();
    }

    @Test
    void saysWhatItIs() {
        ReplyReader reply = client.ask(request -> request.setPing());

        assertThat(reply.which()).isEqualTo(ReplyWhich.ENGINE);
        assertThat(reply.engine().partitionCount()).isEqualTo(4);
        assertThat(reply.engine().reactorCount()).isEqualTo(1);
        assertThat(reply.engine().version()).isEqualTo(Engine.VERSION);
        assertThat(engine.firstLine()).endsWith("disk=" + reply.engine().diskAccess());
    }

    @Test
    void keepsBodyAndAttributesOfOneItem() {
        byte[] body = bytes(300_000);
        client.fillArena(body);

        ReplyReader put = client.ask(request -> {
            var item = request.path("photos/cat.jpg")
                    .bodyOffset(0)
                    .bodyLength(body.length)
                    .initPut();
            item.mode(RequestPutMode.REPLACE).kind(ItemKind.ITEM).body(RequestPutBodySource.ARENA);
            StructListWriter<AttributeWriter> attributes = item.initAttributes(2);
            attributes.get(0).name("width").initValue().integer(640);
            attributes.get(1).name("title").initValue().text("Möwe");
        });

        assertThat(put.status()).isEqualTo(Status.OK);
        assertThat(put.item().state().version()).isEqualTo(1);
        assertThat(put.item().state().bodyLength()).isEqualTo(body.length);
        ReplyReader get = get("photos/cat.jpg", 70_000, 100_000);
        assertThat(get.bodyLength()).isEqualTo(100_000);
        assertThat(client.arena(TestClient.REPLY_OFFSET, 100_000))
                .isEqualTo(java.util.Arrays.copyOfRange(body, 70_000, 170_000));
        assertThat(get.item().attributes().count()).isEqualTo(2);
        assertThat(get.item().attributes().get(0).name()).isEqualTo("title");
        assertThat(get.item().attributes().get(0).value().text()).isEqualTo("Möwe");
    }

    @Test
    void updatesByExpressionUnderCondition() {
        update("counters/a", "n = 1", "", true);

        ReplyReader first = update("counters/a", "n = n + 41", "n == 1", false);
        ReplyReader second = update("counters/a", "n = 0", "n == 1", false);

        assertThat(first.status()).isEqualTo(Status.OK);
        assertThat(second.status()).isEqualTo(Status.CONDITION_FAILED);
        assertThat(get("counters/a", 0, 0).item().attributes().get(0).value().integer())
                .isEqualTo(42);
    }

    @Test
    void listsADirectoryByNames() {
        for (String path : List.of("d/a-b", "d/a/x", "d/b", "d/c/y/z", "e")) {
            update(path, "n = 1", "", true);
        }

        ReplyReader reply =
                client.ask(request -> request.path("d").initList().limit(10).attributes(RequestProjection.NONE));

        assertThat(entries(reply, entry -> entry.path() + (entry.prefix() ? "/" : "")))
                .containsExactly("d/a/", "d/a-b", "d/b", "d/c/");
        assertThat(reply.listing().nextMarker()).isEmpty();
        assertThat(client.ask(request -> request.path("nowhere").initList().limit(10))
                        .status())
                .isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void keepsStreamRecordsInOrder() {
        client.ask(request -> request.path("s").initCreateStream().shardCount(2).retentionSeconds(3600));
        for (int i = 0; i < 10; i++) {
            int number = i;
            ReplyReader reply = client.ask(request -> {
                var records = request.path("s/1").initAppend().initRecords(2);
                records.get(0)
                        .data(("a" + number).getBytes(StandardCharsets.UTF_8))
                        .partitionKey("k");
                records.get(1).data(("b" + number).getBytes(StandardCharsets.UTF_8));
            });
            assertThat(reply.appended().firstSequence()).isEqualTo(2L * i + 1);
        }

        ReplyReader seek = client.ask(request ->
                request.path("s/1").initSeek().kind(RequestSeekKind.SEQUENCE).sequence(6));
        ReplyReader page = client.ask(request ->
                request.path("s/1").initRead().location(seek.location()).limit(3));

        assertThat(seek.location()).isEqualTo(6);
        assertThat(page.records().nextLocation()).isEqualTo(9);
        assertThat(page.records().behindRecords()).isEqualTo(12);
        assertThat(page.records().page().count()).isEqualTo(3);
        assertThat(page.records().page().get(1).sequence()).isEqualTo(7);
        assertThat(page.records().page().get(1).data().toByteArray()).isEqualTo("a3".getBytes(StandardCharsets.UTF_8));
        assertThat(page.records().page().get(1).partitionKey()).isEqualTo("k");
    }

    @Test
    void bringsEverythingBackAfterAnOrderlyStop() throws Exception {
        byte[] body = bytes(200_000);
        client.fillArena(body);
        client.ask(request ->
                request.path("kept").bodyLength(body.length).initPut().body(RequestPutBodySource.ARENA));
        client.ask(request -> request.path("s").initCreateStream().shardCount(1));
        client.ask(request ->
                request.path("s/0").initAppend().initRecords(1).get(0).data(new byte[] {7}));

        assertThat(engine.stop()).isEqualTo(143);
        client.close();
        engine = RunningEngine.start(folder, configuration());
        client = engine.connect();

        assertThat(engine.firstLine()).contains("items=3");
        assertThat(get("kept", 0, body.length).bodyLength()).isEqualTo(body.length);
        assertThat(client.arena(TestClient.REPLY_OFFSET, body.length)).isEqualTo(body);
        ReplyReader page =
                client.ask(request -> request.path("s/0").initRead().location(1).limit(10));
        assertThat(page.records().page().get(0).data().toByteArray()).containsExactly(7);
    }

    @Test
    void refusesASecondEngineOnTheSameDirectory() throws Exception {
        try (RunningEngine second = RunningEngine.start(folder, configuration())) {
            assertThat(second.firstLine()).contains("another engine uses the data directory", "engine.lock");
            assertThat(second.process().waitFor()).isEqualTo(1);
        }
    }

    private ReplyReader get(String path, long start, int length) {
        return client.ask(request -> request.path(path)
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(4 << 20)
                .initGet()
                .attributes(RequestProjection.USER)
                .rangeStart(start)
                .rangeLength(length));
    }

    private ReplyReader update(String path, String expression, String condition, boolean createIfMissing) {
        return client.ask(request -> request.path(path)
                .condition(condition)
                .initUpdate()
                .expression(expression)
                .createIfMissing(createIfMissing));
    }

    private static List<String> entries(ReplyReader reply, Function<EntryReader, String> shown) {
        List<String> lines = new ArrayList<>();
        var entries = reply.listing().entries();
        for (int i = 0; i < entries.count(); i++) {
            lines.add(shown.apply(entries.get(i)));
        }
        return lines;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
