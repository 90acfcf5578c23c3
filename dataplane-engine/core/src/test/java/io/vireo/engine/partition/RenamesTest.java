package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.CorruptBodyException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenamesTest {
    private final Harness harness = new Harness(new SimulatedDisk());

    @AfterEach
    void aRestartFindsTheSameState() {
        assertThat(harness.restarted().state()).isEqualTo(harness.state());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void movesTheItemWithAllThatItIs(boolean isSamePartition) throws CorruptBodyException {
        put("a", "body of it");
        Item before = harness.find("a");
        String target = target("a", isSamePartition);

        Outcome outcome = rename("a", target, true);

        Item after = harness.find(target);
        assertThat(outcome.isDone()).isTrue();
        assertThat(harness.find("a")).isNull();
        assertThat(harness.body(target)).asString().isEqualTo("body of it");
        assertThat(after.inode()).isEqualTo(before.inode());
        assertThat(after.createdNs()).isEqualTo(before.createdNs());
        assertThat(after.modifiedNs()).isGreaterThan(before.modifiedNs());
        assertThat(after.version()).isEqualTo(2);
        assertThat(harness.partitions.itemCount()).isEqualTo(1);
    }

    @Test
    void copiesNoByte() {
        harness.fillArena(new byte[300_000]);
        harness.write(request -> request.path("a").bodyLength(300_000).initPut().body(RequestPutBodySource.ARENA));
        long written = harness.journal.writtenBytes();

        rename("a", target("a", false), true);

        assertThat(harness.journal.writtenBytes() - written).isLessThan(10_000);
    }

    @Test
    void givesOutNoInodeNumberOfAnItemThatCameFromElsewhere() {
        String target = target("a", false);
        put("a", "1");
        rename("a", target, true);

        put("a", "2");
        put(target + ".x", "3");

        assertThat(harness.find("a").inode())
                .isNotEqualTo(harness.find(target).inode())
                .isNotEqualTo(harness.find(target + ".x").inode());
        assertThat(harness.find(target + ".x").inode())
                .isNotEqualTo(harness.find(target).inode());
    }

    @Test
    void replacesAnItemUnlessItMustNot() throws CorruptBodyException {
        put("a", "new");
        put("b", "old");
        put("b", "older");

        assertThat(rename("a", "b", true).status()).isEqualTo(Status.EXISTS);
        assertThat(rename("a", "b", false).item().version()).isEqualTo(3);

        assertThat(harness.body("b")).asString().isEqualTo("new");
        assertThat(harness.find("a")).isNull();
    }

    @Test
    void carriesTheTimeAtWhichTheItemExpires() {
        harness.write(request -> request.path("a").initPut().setExpiry(true).expiresNs(harness.nowNs + 1_000_000_000));

        rename("a", "b", true);
        harness.nowNs += 2_000_000_000;

        assertThat(harness.get("b")).isNull();
        assertThat(harness.sweep()).isTrue();
        assertThat(harness.sweep()).isFalse();
        assertThat(harness.partitions.itemCount()).isZero();
    }

    @Test
    void takesDirectoriesWithNothingBelowThem() {
        harness.write(request -> request.path("d").initPut().kind(ItemKind.DIRECTORY));
        put("d/x", "x");
        harness.write(request -> request.path("e").initPut().kind(ItemKind.DIRECTORY));

        assertThat(rename("d", "f", true).status()).isEqualTo(Status.NOT_EMPTY);
        assertThat(rename("e", "f", true).isDone()).isTrue();
        assertThat(rename("d/x", "f", false).status()).isEqualTo(Status.WRONG_KIND);
        assertThat(harness.find("f").kind()).isEqualTo(ItemKind.DIRECTORY);
    }

    @Test
    void takesNoStreamsAndNoNamesOfShards() {
        harness.write(request -> request.path("s").initCreateStream().shardCount(1));
        put("a", "x");

        assertThat(rename("s", "t", true).status()).isEqualTo(Status.WRONG_KIND);
        assertThat(rename("a", "s/0", true).status()).isEqualTo(Status.WRONG_KIND);
        assertThat(rename("nothing", "t", true).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void doesNothingToAnItemThatHasTheNameAlready() {
        put("a", "x");

        assertThat(rename("a", "a", false).isDone()).isTrue();

        assertThat(harness.find("a").version()).isEqualTo(1);
    }

    @Test
    void isOneWithTheOthersOfItsBatch() throws CorruptBodyException {
        put("a", "first");
        put("b", "second");

        Batch swapped = harness.batch(request -> {
            var parts = request.initBatch().initRequests(3);
            String[][] moves = {{"a", "tmp"}, {"b", "a"}, {"tmp", "b"}};
            for (int i = 0; i < 3; i++) {
                parts.get(i)
                        .container(Harness.CONTAINER)
                        .path(moves[i][0])
                        .initRename()
                        .target(moves[i][1]);
            }
        });
        Batch failed = harness.batch(request -> {
            var parts = request.initBatch().initRequests(2);
            parts.get(0).container(Harness.CONTAINER).path("a").initRename().target("c");
            parts.get(1).container(Harness.CONTAINER).path("nothing").initDelete();
        });

        assertThat(swapped.failedIndex()).isEqualTo(-1);
        assertThat(failed.failedIndex()).isEqualTo(1);
        assertThat(harness.body("a")).asString().isEqualTo("second");
        assertThat(harness.body("b")).asString().isEqualTo("first");
        assertThat(harness.find("c")).isNull();
    }

    private String target(String path, boolean isSamePartition) {
        Partition own = harness.partitions.ownerOf(Key.of(Harness.CONTAINER, path));
        for (int i = 0; ; i++) {
            if (own.owns(Key.of(Harness.CONTAINER, "target" + i)) == isSamePartition) {
                return "target" + i;
            }
        }
    }

    private void put(String path, String body) {
        harness.fillArena(body.getBytes(StandardCharsets.US_ASCII));
        harness.write(request ->
                request.path(path).bodyLength(body.length()).initPut().body(RequestPutBodySource.ARENA));
    }

    private Outcome rename(String path, String target, boolean noReplace) {
        return harness.write(
                request -> request.path(path).initRename().target(target).noReplace(noReplace));
    }
}
