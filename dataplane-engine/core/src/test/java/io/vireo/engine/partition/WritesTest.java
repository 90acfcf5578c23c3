package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestUpdateMode;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.CorruptBodyException;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WritesTest {
    private final Harness harness = new Harness(new SimulatedDisk());

    @AfterEach
    void aRestartFindsTheSameState() {
        assertThat(harness.restarted().state()).isEqualTo(harness.state());
    }

    @Nested
    class Put {
        @Test
        void replacesTheWholeItem() {
            put("a", RequestPutMode.REPLACE, "x", 1, "old body");

            put("a", RequestPutMode.REPLACE, "y", 2, null);

            assertThat(attribute("a", "x")).isNull();
            assertThat(attribute("a", "y")).isEqualTo(2);
            assertThat(harness.find("a").body().length()).isZero();
            assertThat(harness.find("a").version()).isEqualTo(2);
        }

        @Test
        void mergesAttributesAndKeepsTheBody() throws CorruptBodyException {
            put("a", RequestPutMode.REPLACE, "x", 1, "body");

            put("a", RequestPutMode.MERGE, "y", 2, null);

            assertThat(attribute("a", "x")).isEqualTo(1);
            assertThat(attribute("a", "y")).isEqualTo(2);
            assertThat(harness.body("a")).asString().isEqualTo("body");
        }

        @Test
        void appendsBehindTheBodyThatIsThere() throws CorruptBodyException {
            put("a", RequestPutMode.APPEND, "x", 1, "first ");
            put("a", RequestPutMode.APPEND, "y", 2, "second ");
            put("a", RequestPutMode.APPEND, "z", 3, "third");

            assertThat(harness.body("a")).asString().isEqualTo("first second third");
            assertThat(attribute("a", "x")).isEqualTo(1);
            assertThat(attribute("a", "z")).isEqualTo(3);
            assertThat(harness.find("a").version()).isEqualTo(3);
        }

        @Test
        void refusesToAppendToManyShortPieces() {
            for (int i = 0; i < Limits.BODY_SHORT_EXTENT_COUNT; i++) {
                assertThat(put("a", RequestPutMode.APPEND, "x", 1, "piece").status())
                        .isEqualTo(Status.OK);
            }

            assertThat(put("a", RequestPutMode.APPEND, "x", 2, "piece").status())
                    .isEqualTo(Status.TOO_LARGE);
            assertThatThrownBy(() -> put("a", RequestPutMode.APPEND, "x", 2, null))
                    .hasMessageContaining("field=body");

            assertThat(attribute("a", "x")).isEqualTo(1);
        }

        @Test
        void replacesAttributesAndKeepsTheBody() throws CorruptBodyException {
            put("a", RequestPutMode.REPLACE, "x", 1, "body");

            put("a", RequestPutMode.REPLACE_ATTRIBUTES, "y", 2, null);

            assertThat(attribute("a", "x")).isNull();
            assertThat(harness.body("a")).asString().isEqualTo("body");
        }

        @Test
        void createsOnceOnly() {
            assertThat(put("a", RequestPutMode.CREATE_ONLY, "x", 1, null).status())
                    .isEqualTo(Status.OK);

            assertThat(put("a", RequestPutMode.CREATE_ONLY, "x", 2, null).status())
                    .isEqualTo(Status.EXISTS);

            assertThat(attribute("a", "x")).isEqualTo(1);
        }

        @Test
        void movesTheTimeThoughTheClockStandsStillOrGoesBack() {
            put("a", RequestPutMode.MERGE, "x", 1, null);
            long first = harness.find("a").modifiedNs();
            harness.nowNs -= 1_000_000;

            put("a", RequestPutMode.MERGE, "x", 2, null);

            assertThat(harness.find("a").modifiedNs()).isEqualTo(first + 1);
            assertThat(harness.find("a").createdNs()).isEqualTo(first);
        }

        @Test
        void givesAnInodeThatWasNeverUsed() {
            put("a", RequestPutMode.MERGE, "x", 1, null);
            long first = harness.find("a").inode();
            harness.write(request -> request.path("a").initDelete());

            put("a", RequestPutMode.MERGE, "x", 1, null);

            assertThat(harness.find("a").inode()).isNotEqualTo(first);
        }

        @Test
        void takesOverAStagedBody() throws CorruptBodyException {
            byte[] part = bytes(150_000);
            harness.fillArena(part);
            harness.stage(5, part.length);
            harness.stage(5, 10);

            Outcome outcome = harness.write(request -> request.path("big")
                    .initPut()
                    .body(RequestPutBodySource.STAGED)
                    .stageId(5));

            assertThat(outcome.status()).isEqualTo(Status.OK);
            byte[] expected = Arrays.copyOf(part, part.length + 10);
            System.arraycopy(part, 0, expected, part.length, 10);
            assertThat(harness.body("big")).isEqualTo(expected);
            assertThat(harness.restarted().body("big")).isEqualTo(expected);
            assertThatThrownBy(() -> harness.write(request -> request.path("b")
                            .initPut()
                            .body(RequestPutBodySource.STAGED)
                            .stageId(5)))
                    .hasMessageContaining("no such stage");
        }

        @Test
        void neverMakesAnItemOfADirectoryNorTheOtherWay() {
            directory("d");
            put("i", RequestPutMode.MERGE, "x", 1, null);

            assertThat(put("d", RequestPutMode.REPLACE, "x", 1, "body").status())
                    .isEqualTo(Status.WRONG_KIND);
            assertThat(put("d", RequestPutMode.MERGE, "x", 1, "body").status()).isEqualTo(Status.WRONG_KIND);
            assertThat(directory("i").status()).isEqualTo(Status.WRONG_KIND);
            assertThat(put("d", RequestPutMode.MERGE, "x", 1, null).status()).isEqualTo(Status.OK);
            assertThat(harness.find("d").kind()).isEqualTo(ItemKind.DIRECTORY);
            assertThat(harness.find("d").mode()).isEqualTo(Item.DIRECTORY_MODE);
        }

        @Test
        void refusesSystemNamesButNotHiddenOnes() {
            assertThatThrownBy(() -> put("a", RequestPutMode.MERGE, "__name", 1, null))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("attribute is the system's: name=__name");
            assertThat(put("a", RequestPutMode.MERGE, "__g_committed_sequence_number", 1, null)
                            .status())
                    .isEqualTo(Status.OK);
        }

        @Test
        void givesAnOwnerWhichStaysUntilAnotherIsGiven() {
            harness.write(request -> request.path("a")
                    .initPut()
                    .mode(RequestPutMode.MERGE)
                    .setOwner(true)
                    .uid(5)
                    .gid(0xFFFF_FFFFL));
            put("a", RequestPutMode.REPLACE, "x", 1, null);

            assertThat(harness.find("a").uid()).isEqualTo(5);
            assertThat(harness.find("a").gid()).isEqualTo(-1);
        }

        @Test
        void holdsToConditionAndVersion() {
            put("a", RequestPutMode.MERGE, "x", 1, null);

            Outcome condition = harness.write(
                    request -> request.path("a").condition("x == 2").initPut());
            Outcome version = harness.write(
                    request -> request.path("a").expectedVersion(7).initPut());
            Outcome system = harness.write(request ->
                    request.path("a").condition("__size == 0 and __name == 'a'").initPut());

            assertThat(condition.status()).isEqualTo(Status.CONDITION_FAILED);
            assertThat(version.status()).isEqualTo(Status.VERSION_CHANGED);
            assertThat(version.message()).contains("expected=7 version=1");
            assertThat(system.status()).isEqualTo(Status.OK);
        }

        @Test
        void isRefusedWhenTheIndexIsFullThoughOverwritesAndDeletesAreNot() {
            Harness small = new Harness(new SimulatedDisk(), IndexMemory.BUDGET_MIN);
            Outcome refused = null;
            for (int i = 0; refused == null; i++) {
                String path = "a-path-that-takes-room-in-the-index-" + i;
                Outcome outcome = small.write(request -> request.path(path).initPut());
                refused = outcome.isDone() ? null : outcome;
            }

            assertThat(refused.status()).isEqualTo(Status.BUSY);
            assertThat(refused.message()).contains("memory for the index is used up: used=", "limit=");
            String known = "a-path-that-takes-room-in-the-index-7";
            assertThat(small.write(request -> request.path(known).initPut()).status())
                    .isEqualTo(Status.OK);
            assertThat(small.find(known).version()).isEqualTo(2);
            assertThat(small.write(request -> request.path(known).initDelete()).status())
                    .isEqualTo(Status.OK);
        }
    }

    @Nested
    class UpdateByExpression {
        @Test
        void runsTheAlternateWhenTheConditionDoesNotHold() {
            put("a", RequestPutMode.MERGE, "x", 1, null);

            harness.write(request -> request.path("a")
                    .condition("x == 5")
                    .initUpdate()
                    .expression("x = 50")
                    .alternate("x = 10"));

            assertThat(attribute("a", "x")).isEqualTo(10);
        }

        @Test
        void makesAnItemOnlyWhenTold() {
            assertThat(update("a", "x = 1", false).status()).isEqualTo(Status.NOT_FOUND);
            assertThat(update("a", "", true).status()).isEqualTo(Status.OK);
            assertThat(harness.find("a").version()).isEqualTo(1);
        }

        @Test
        void keepsOnlyWhatItSetsWhenItReplaces() {
            put("a", RequestPutMode.MERGE, "x", 1, "body");

            Outcome outcome = harness.write(request -> request.path("a")
                    .initUpdate()
                    .mode(RequestUpdateMode.REPLACE)
                    .expression("y = x + 1; z = y + 1"));

            assertThat(outcome.status()).isEqualTo(Status.OK);
            assertThat(attribute("a", "x")).isNull();
            assertThat(attribute("a", "y")).isEqualTo(2);
            assertThat(attribute("a", "z")).isEqualTo(3);
            assertThat(harness.find("a").body().length()).isZero();
        }

        @Test
        void makesTheMissingItemThatItWouldReplace() {
            Outcome outcome = harness.write(request -> request.path("a")
                    .initUpdate()
                    .createIfMissing(true)
                    .mode(RequestUpdateMode.REPLACE)
                    .expression("y = if_not_exists(x, 7)"));

            assertThat(outcome.status()).isEqualTo(Status.OK);
            assertThat(attribute("a", "y")).isEqualTo(7);
        }

        @Test
        void createsOnceOnlyWhateverTheConditionAndTheAlternate() {
            Consumer<RequestWriter> create = request -> request.path("a")
                    .condition("n == 1")
                    .initUpdate()
                    .createIfMissing(true)
                    .mode(RequestUpdateMode.CREATE_ONLY)
                    .expression("x = 1")
                    .alternate("x = 2");

            assertThat(harness.write(create).status()).isEqualTo(Status.OK);
            assertThat(harness.write(create).status()).isEqualTo(Status.EXISTS);

            assertThat(attribute("a", "x")).isEqualTo(2);
            assertThat(harness.find("a").version()).isEqualTo(1);
        }

        @Test
        void replacesNothingButItems() {
            harness.write(request -> request.path("d").initPut().kind(ItemKind.DIRECTORY));

            Outcome outcome = harness.write(request -> request.path("d")
                    .initUpdate()
                    .mode(RequestUpdateMode.REPLACE)
                    .expression("x = 1"));

            assertThat(outcome.status()).isEqualTo(Status.WRONG_KIND);
        }

        @Test
        void changesNothingWhenAStatementFails() {
            put("a", RequestPutMode.MERGE, "x", 1, null);

            assertThatThrownBy(() -> update("a", "x = 2; y = nothing", false))
                    .hasMessageContaining("attribute is missing: name=nothing");

            assertThat(attribute("a", "x")).isEqualTo(1);
            assertThat(harness.find("a").version()).isEqualTo(1);
        }
    }

    @Nested
    class Delete {
        @Test
        void refusesADirectoryThatIsNotEmptyWhetherItIsAnItemOrNot() {
            directory("d");
            put("d/x", RequestPutMode.MERGE, "x", 1, null);
            put("p/x", RequestPutMode.MERGE, "x", 1, null);

            assertThat(delete("d").status()).isEqualTo(Status.NOT_EMPTY);
            assertThat(delete("p").status()).isEqualTo(Status.NOT_EMPTY);
            assertThat(delete("d/x").status()).isEqualTo(Status.OK);
            assertThat(delete("d").status()).isEqualTo(Status.OK);
            assertThat(delete("d").status()).isEqualTo(Status.NOT_FOUND);
        }

        @Test
        void removesAnItemThatIsAPrefixToo() {
            put("a", RequestPutMode.MERGE, "x", 1, null);
            put("a/b", RequestPutMode.MERGE, "x", 1, null);

            assertThat(delete("a").status()).isEqualTo(Status.OK);
            assertThat(harness.find("a/b")).isNotNull();
        }
    }

    @Nested
    class Streams {
        @Test
        void takeAppendsToTheirShardsAlone() {
            harness.write(request -> request.path("s").initCreateStream().shardCount(2));
            put("i", RequestPutMode.MERGE, "x", 1, null);

            assertThat(append("s/1", 3).firstSequence()).isEqualTo(1);
            assertThat(append("s/1", 2).firstSequence()).isEqualTo(4);
            assertThat(append("nowhere/0", 1).status()).isEqualTo(Status.NOT_FOUND);
            assertThat(append("i/0", 1).status()).isEqualTo(Status.WRONG_KIND);
            assertThatThrownBy(() -> append("s/2", 1))
                    .hasMessageContaining("no such shard: field=path shard=2 shardCount=2");
            assertThatThrownBy(() -> append("s/01", 1)).hasMessageContaining("no such shard");
            assertThat(put("s/0", RequestPutMode.REPLACE, "x", 1, null).status())
                    .isEqualTo(Status.WRONG_KIND);
            assertThat(harness.find("s/1").lastSequence()).isEqualTo(5);
        }

        @Test
        void onlyGrow() {
            harness.write(request ->
                    request.path("s").initCreateStream().shardCount(2).retentionSeconds(60));

            assertThat(harness.write(request ->
                                    request.path("s").initCreateStream().shardCount(3))
                            .status())
                    .isEqualTo(Status.EXISTS);
            assertThatThrownBy(() -> harness.write(request ->
                            request.path("s").initCreateStream().shardCount(1).update(true)))
                    .hasMessageContaining("fewer shards");
            harness.write(request ->
                    request.path("s").initCreateStream().shardCount(4).update(true));
            assertThat(harness.find("s").shardCount()).isEqualTo(4);
            assertThat(harness.find("s").retentionSeconds()).isEqualTo(60);
        }

        @Test
        void keepACommittedSequenceNumberBesideTheRecords() {
            harness.write(request -> request.path("s").initCreateStream().shardCount(1));
            append("s/0", 2);

            Outcome commit = harness.write(request -> {
                var put = request.path("s/0")
                        .condition("__obj_type == 3")
                        .initPut()
                        .mode(RequestPutMode.MERGE);
                put.initAttributes(1)
                        .get(0)
                        .name("__g_committed_sequence_number")
                        .initValue()
                        .integer(2);
            });
            append("s/0", 1);

            assertThat(commit.status()).isEqualTo(Status.OK);
            assertThat(attribute("s/0", "__g_committed_sequence_number")).isEqualTo(2);
            assertThat(harness.find("s/0").lastSequence()).isEqualTo(3);
        }

        @Test
        void letGoOfWhatIsPastItsRetention() {
            harness.write(request ->
                    request.path("s").initCreateStream().shardCount(1).retentionSeconds(10));
            append("s/0", 5);
            harness.nowNs += 11_000_000_000L;
            append("s/0", 1);

            Key key = Key.of(Harness.CONTAINER, "s/0");
            ShardBlocks blocks = new ShardBlocks(harness.partitions.ownerOf(key), harness.find("s/0"));
            assertThat(blocks.firstSequence(blocks.holding(0))).isEqualTo(6);
            assertThat(blocks.after(blocks.holding(0))).isNull();
        }
    }

    @Nested
    class BatchOfWrites {
        @Test
        void doesAllOrNothing() {
            put("a", RequestPutMode.MERGE, "x", 1, null);
            String partner = partnerOf("a");
            String before = harness.state().toString();

            Batch batch = harness.batch(request -> {
                var requests = request.initBatch().initRequests(3);
                requests.get(0)
                        .container(Harness.CONTAINER)
                        .path("a")
                        .initUpdate()
                        .expression("x = 2");
                requests.get(1).container(Harness.CONTAINER).path(partner).initPut();
                requests.get(2)
                        .container(Harness.CONTAINER)
                        .path("a")
                        .condition("x == 1")
                        .initPut();
            });

            assertThat(batch.failedIndex()).isEqualTo(2);
            assertThat(batch.outcomes().getLast().status()).isEqualTo(Status.CONDITION_FAILED);
            assertThat(harness.state()).hasToString(before);
        }

        @Test
        void seesItsOwnEarlierWrites() throws CorruptBodyException {
            harness.fillArena("body of a".getBytes(StandardCharsets.UTF_8));

            Batch batch = harness.batch(request -> {
                var requests = request.initBatch().initRequests(2);
                requests.get(0)
                        .container(Harness.CONTAINER)
                        .path("a")
                        .bodyLength(9)
                        .initPut()
                        .body(RequestPutBodySource.ARENA);
                requests.get(1)
                        .container(Harness.CONTAINER)
                        .path("a")
                        .condition("__size == 9")
                        .initUpdate()
                        .expression("x = 1");
            });

            assertThat(batch.failedIndex()).isEqualTo(-1);
            assertThat(harness.body("a")).asString().isEqualTo("body of a");
            assertThat(harness.restarted().body("a")).asString().isEqualTo("body of a");
            assertThat(attribute("a", "x")).isEqualTo(1);
        }

        @Test
        void isOneChangeOfSeveralPartitions() {
            String elsewhere = "a";
            while (partition(elsewhere) == partition("a")) {
                elsewhere += "x";
            }
            String path = elsewhere;

            Batch batch = harness.batch(request -> {
                var requests = request.initBatch().initRequests(2);
                requests.get(0).container(Harness.CONTAINER).path("a").initPut();
                requests.get(1).container(Harness.CONTAINER).path(path).initPut();
            });
            Batch refused = harness.batch(request -> {
                var requests = request.initBatch().initRequests(2);
                requests.get(0).container(Harness.CONTAINER).path("a").initDelete();
                requests.get(1)
                        .container(Harness.CONTAINER)
                        .path(path)
                        .expectedVersion(7)
                        .initDelete();
            });

            assertThat(batch.failedIndex()).isEqualTo(-1);
            assertThat(refused.failedIndex()).isEqualTo(1);
            assertThat(harness.find("a")).isNotNull();
            assertThat(harness.find(path)).isNotNull();
        }

        private String partnerOf(String path) {
            String partner = path + "-";
            while (partition(partner) != partition(path)) {
                partner += "x";
            }
            return partner;
        }

        private int partition(String path) {
            return harness.partitions.ownerOf(Key.of(Harness.CONTAINER, path)).index();
        }
    }

    @Nested
    class StoredBytes {
        @Test
        void areNeverWrong() {
            put("a", RequestPutMode.REPLACE, "x", 1, "some body bytes");
            byte[] segment = harness.disk.bytes(harness.disk.names().getFirst());
            int at = indexOf(segment, "some body bytes");
            segment[at + 3] ^= 1;

            assertThatThrownBy(() -> harness.body("a"))
                    .isInstanceOf(CorruptBodyException.class)
                    .hasMessageContaining("stored bytes fail their checksum: item=1:a");
            segment[at + 3] ^= 1;
        }

        private static int indexOf(byte[] bytes, String text) {
            return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        }
    }

    private Outcome put(String path, RequestPutMode mode, String attribute, long value, String body) {
        return harness.write(request -> {
            request.path(path);
            if (body != null) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                harness.fillArena(bytes);
                request.bodyLength(bytes.length);
            }
            var put = request.initPut().mode(mode);
            put.body(body == null ? RequestPutBodySource.NONE : RequestPutBodySource.ARENA);
            put.initAttributes(1).get(0).name(attribute).initValue().integer(value);
        });
    }

    private Outcome directory(String path) {
        return harness.write(request -> request.path(path).initPut().kind(ItemKind.DIRECTORY));
    }

    private Outcome update(String path, String expression, boolean createIfMissing) {
        return harness.write(request ->
                request.path(path).initUpdate().expression(expression).createIfMissing(createIfMissing));
    }

    private Outcome delete(String path) {
        return harness.write(request -> request.path(path).initDelete());
    }

    private Outcome append(String path, int count) {
        return harness.write(request -> {
            var records = request.path(path).initAppend().initRecords(count);
            for (int i = 0; i < count; i++) {
                records.get(i).data(new byte[] {(byte) i});
            }
        });
    }

    private Long attribute(String path, String name) {
        return harness.find(path).attributes().get(name) instanceof Value.Int64(long value) ? value : null;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
