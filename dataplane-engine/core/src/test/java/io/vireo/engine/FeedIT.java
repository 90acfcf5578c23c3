package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.Placement;
import io.vireo.channel.message.ChangeKind;
import io.vireo.channel.message.ChangeReader;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestFeedFrom;
import io.vireo.channel.message.RequestFeedImages;
import io.vireo.channel.message.RequestFeedWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The change feed of a whole engine, over a disk in memory, read through a real channel. */
class FeedIT extends EngineOverDisk {
    private static final int PARTITIONS = 4;
    private static final int BODY_LENGTH = 100_000;
    private static final int ROOM = 2 << 20;
    private static final long DEADLINE_NS = 30_000_000_000L;
    private static final byte[] START = {};

    /** A change as it was told. */
    private record Told(
            ChangeKind kind,
            String path,
            long version,
            long sequence,
            long timeNs,
            long firstSequence,
            long recordCount,
            byte[] position,
            boolean hasNew,
            boolean hasOld,
            long oldVersion,
            String oldFault,
            String numbers) {
        static Told of(ChangeReader change) {
            return new Told(
                    change.kind(),
                    change.path(),
                    change.version(),
                    change.sequence(),
                    change.timeNs(),
                    change.firstSequence(),
                    change.recordCount(),
                    change.position().toByteArray(),
                    change.hasNewItem(),
                    change.hasOldItem(),
                    change.hasOldItem() ? change.oldItem().state().version() : 0,
                    change.hasOldFault() ? change.oldFault() : "",
                    (change.hasOldItem() ? number(" old=", change.oldItem()) : "")
                            + (change.hasNewItem() ? number(" new=", change.newItem()) : ""));
        }

        private static String number(String name, EntryReader item) {
            return item.attributes().count() == 0
                    ? ""
                    : name + item.attributes().get(0).value().integer();
        }
    }

    private int beat;

    FeedIT() {
        super(1_000, 2 * SEGMENT_BYTES, 0);
    }

    private TestClient connect(Scope scope) throws IOException {
        return TestClient.connect(folder.resolve("engine.sock"), RunningEngine.token(scope, 0));
    }

    @Test
    void tellsEachChangeInItsOrderWithWhatWasAndWhatBecame() {
        int partition = partition("users/ada");
        put("users/ada", 36);
        put("users/ada", 37);
        delete("users/ada");
        put("users/ada", 1);

        ReplyReader page = read(
                partition, START, feed -> feed.images(RequestFeedImages.BOTH).attributes(RequestProjection.USER));

        assertThat(page.changes().atEnd()).isTrue();
        assertThat(lines(page))
                .containsExactly(
                        "CREATED users/ada v1 new=36",
                        "CHANGED users/ada v2 old=36 new=37",
                        "DELETED users/ada v0 old=37",
                        "CREATED users/ada v1 new=1");
        List<Told> changes = changes(page);
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).timeNs()).isGreaterThan(changes.get(i - 1).timeNs());
            assertThat(changes.get(i).sequence())
                    .isGreaterThan(changes.get(i - 1).sequence());
        }
    }

    @Test
    void tellsNoImagesUnlessAsked() {
        put("a", 1);
        put("a", 2);

        ReplyReader page = read(partition("a"), START, _ -> {});

        assertThat(changes(page)).allSatisfy(change -> {
            assertThat(change.hasNew()).isFalse();
            assertThat(change.hasOld()).isFalse();
            assertThat(change.oldFault()).isEmpty();
        });
    }

    @Test
    void tellsOfAppendsByTheirSequenceNumbers() {
        client.ask(request -> request.path("s").initCreateStream().shardCount(1));
        for (int i = 0; i < 3; i++) {
            ReplyReader appended = client.ask(request -> {
                var records = request.path("s/0").initAppend().initRecords(2);
                records.get(0).data(new byte[] {1});
                records.get(1).data(new byte[] {2});
            });
            assertThat(appended.status()).isEqualTo(Status.OK);
        }

        List<Told> changes = changes(read(partition("s/0"), START, _ -> {})).stream()
                .filter(change -> change.path().equals("s/0"))
                .toList();

        assertThat(changes).extracting(Told::kind).containsOnly(ChangeKind.APPENDED);
        assertThat(changes).extracting(Told::firstSequence).containsExactly(1L, 3L, 5L);
        assertThat(changes).extracting(Told::recordCount).containsOnly(2L);
    }

    @Test
    void tellsOfOnePathOnlyAndOfNoneOfItsOwn() {
        put("users/ada", 1);
        put("usersfile", 1);
        put("users", 1);
        put(".feed/reader", 1);

        assertThat(paths("users")).containsExactlyInAnyOrder("users", "users/ada");
        assertThat(paths("")).containsExactlyInAnyOrder("users", "users/ada", "usersfile");
        assertThat(paths(".feed")).containsExactly(".feed/reader");
    }

    private List<String> paths(String directory) {
        List<String> paths = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = partition;
            ReplyReader page = client.ask(request -> request.path(directory)
                    .replyOffset(TestClient.REPLY_OFFSET)
                    .replyCapacity(ROOM)
                    .initFeed()
                    .partition(number)
                    .limit(1_000));
            assertThat(page.status()).as(page.message()).isEqualTo(Status.OK);
            changes(page).forEach(change -> paths.add(change.path()));
        }
        return paths;
    }

    @Test
    void everyPositionGoesOnWhereItStandsAlsoAfterALossOfPower() throws IOException {
        keep(3_600, 0);
        List<String> all = new ArrayList<>();
        List<byte[]> positions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            write("body/" + i % 3, i);
        }
        int partition = partition("body/1");
        byte[] position = START;
        boolean isAtEnd = false;
        while (!isAtEnd) {
            ReplyReader page = read(partition, position, feed -> feed.limit(3));
            changes(page).forEach(change -> {
                all.add(change.sequence() + " " + change.path() + " " + change.version());
                positions.add(change.position());
            });
            position = page.changes().nextPosition().toByteArray();
            isAtEnd = page.changes().atEnd();
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(20);

        restartAfterPowerLoss();

        for (int i = 0; i < positions.size(); i += 7) {
            List<String> rest = new ArrayList<>();
            changes(read(partition, positions.get(i), _ -> {}))
                    .forEach(change -> rest.add(change.sequence() + " " + change.path() + " " + change.version()));
            assertThat(rest).isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    @Test
    void keepsWhatAContainerWantsThoughNothingOfItIsInUse() throws IOException {
        keep(3_600, 0);
        byte[] latest = latest(partition("body/0"));
        for (int round = 0; round < 30; round++) {
            write("body/0", round);
        }
        awaitCheckpoints();
        restartAfterPowerLoss();
        awaitCheckpoints();

        ReplyReader page = read(partition("body/0"), latest, feed -> feed.images(RequestFeedImages.OLD));

        List<Told> changes = changes(page).stream()
                .filter(change -> change.path().equals("body/0"))
                .toList();
        assertThat(changes).hasSize(30);
        assertThat(changes).extracting(Told::oldFault).containsOnly("");
        for (int i = 1; i < 30; i++) {
            assertThat(changes.get(i).oldVersion()).isEqualTo(i);
        }
        assertThat(client.ask(RequestWriter::setPing).engine().feedBytes()).isPositive();
    }

    @Test
    void refusesAPositionThatIsKeptNoMoreAndSaysWhereItGoesOn() {
        keep(10, 0);
        int partition = partition("body/0");
        byte[] early = latest(partition);
        for (int round = 0; round < 30; round++) {
            write("body/0", round);
        }
        nowNs.addAndGet(20_000_000_000L);
        await(() -> {
            put("beat", ++beat);
            return client.ask(RequestWriter::setPing).engine().removedSegments() > 0;
        });

        ReplyReader refused = read(partition, early, _ -> {});

        assertThat(refused.status()).isEqualTo(Status.TRIMMED);
        assertThat(refused.message()).contains("field=position");
        byte[] earliest = refused.changes().nextPosition().toByteArray();
        ReplyReader page = read(partition, earliest, _ -> {});
        assertThat(page.status()).as(page.message()).isEqualTo(Status.OK);
    }

    @Test
    void keepsNoMoreBytesThanAContainerWants() {
        keep(0, 4L << 20);
        for (int round = 0; round < 100; round++) {
            write("body/0", round);
        }
        awaitSegments(9);

        assertThat(client.ask(RequestWriter::setPing).engine().feedBytes()).isBetween(1L << 20, 5L << 20);
    }

    @Test
    void givesUpFeedsBeforeItRefusesWrites() {
        keep(3_600, 0);
        for (int round = 0; round < 40; round++) {
            write("body/0", round);
        }
        disk.capacity = 0;

        await(() -> {
            tryWrite("body/0", 1);
            return client.ask(RequestWriter::setPing).engine().feedShortened() > 2;
        });
        disk.capacity = 64L << 20;

        await(() -> tryWrite("body/0", 2).status() == Status.OK);
    }

    @Test
    void waitsForAChangeAndAnswersAsSoonAsThereIsOne() {
        int partition = partition("late");
        byte[] latest = latest(partition);
        long waiting = client.send(request -> feed(request, partition, latest).waitMs(20_000));
        assertThat(client.hasReply(waiting)).isFalse();

        put("late", 1);

        assertThat(lines(client.await(waiting))).containsExactly("CREATED late v1");
    }

    @Test
    void answersWithNothingWhenItHasWaitedLongEnough() {
        int partition = partition("never");
        byte[] latest = latest(partition);
        long waiting = client.send(request -> feed(request, partition, latest).waitMs(5_000));
        client.ask(RequestWriter::setPing); // it has been taken, so it waits from now on

        nowNs.addAndGet(6_000_000_000L);
        client.ask(RequestWriter::setPing);

        ReplyReader page = client.await(waiting);
        assertThat(page.changes().atEnd()).isTrue();
        assertThat(changes(page)).isEmpty();
    }

    @Test
    void takesNoPositionThatItDidNotGiveOutForThisPartition() {
        put("a", 1);
        byte[] position = latest(partition("a"));
        byte[] forged = position.clone();
        forged[11] ^= 8;

        assertThat(read(partition("a"), forged, _ -> {}).status()).isEqualTo(Status.INVALID);
        assertThat(read((partition("a") + 1) % PARTITIONS, position, _ -> {}).status())
                .isEqualTo(Status.INVALID);
        ReplyReader refused = read(partition("a"), new byte[3], _ -> {});
        assertThat(refused.message()).contains("field=position", "length=3");
    }

    @Test
    void refusesWhatIsOutOfRangeByName() {
        assertThat(read(PARTITIONS, START, _ -> {}).message()).contains("field=partition");
        assertThat(read(0, START, feed -> feed.limit(0)).message()).contains("field=limit");
        assertThat(read(0, START, feed -> feed.limit(1_001)).message()).contains("field=limit");
        assertThat(read(0, START, feed -> feed.waitMs(20_001)).message()).contains("field=waitMs");
        ReplyReader retention = client.ask(request -> request.path(".feed/retention")
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("seconds")
                .initValue()
                .text("long"));
        assertThat(retention.status()).isEqualTo(Status.INVALID);
        assertThat(retention.message()).contains("field=seconds");
    }

    @Test
    void tellsNobodyWhoMayNotRead() throws IOException {
        put("users/ada", 1);
        try (TestClient other = connect(new Scope(RunningEngine.CONTAINER, "users", EnumSet.of(Action.READ)))) {
            ReplyReader whole = other.ask(
                    request -> request.path("").initFeed().partition(0).limit(1));
            ReplyReader part = other.ask(request -> request.path("users")
                    .replyOffset(TestClient.REPLY_OFFSET)
                    .replyCapacity(ROOM)
                    .initFeed()
                    .partition(partition("users/ada"))
                    .limit(10));

            assertThat(whole.status()).isEqualTo(Status.FORBIDDEN);
            assertThat(lines(part)).containsExactly("CREATED users/ada v1");
        }
    }

    @Test
    void saysWhatIsDamagedAndWhereItGoesOn() {
        int partition = partition("a");
        put("a", 1);
        byte[] afterFirst = latest(partition);
        put("a", 2);
        put("a", 3);
        damage("reactor-000-00000000.journal", 2);

        ReplyReader first = read(partition, START, _ -> {});
        assertThat(lines(first)).containsExactly("CREATED a v1");
        ReplyReader refused = read(partition, first.changes().nextPosition().toByteArray(), _ -> {});
        assertThat(refused.status()).isEqualTo(Status.CORRUPT);
        assertThat(refused.message()).contains("segment=0", "offset=");
        assertThat(read(partition, afterFirst, _ -> {}).status()).isEqualTo(Status.CORRUPT);
        ReplyReader rest = read(partition, refused.changes().nextPosition().toByteArray(), _ -> {});
        assertThat(lines(rest)).containsExactly("CHANGED a v3");
    }

    /** Spoils the metadata of the record that made this version of what is in the first segment. */
    private void damage(String segment, int version) {
        byte[] bytes = disk.bytes(segment);
        int found = 0;
        for (int i = 64; i < bytes.length - 4; i++) {
            boolean isFrame = bytes[i] == 'V' && bytes[i + 1] == 'F' && bytes[i + 2] == 'R' && bytes[i + 3] == 'M';
            if (isFrame && ++found == version) {
                bytes[i + 70] ^= 1;
                return;
            }
        }
        throw new AssertionError("no such frame");
    }

    @Test
    void severalReadersReadTheSameBesideAWriter() {
        int partition = partition("busy");
        List<Long> waiting = new ArrayList<>();
        byte[] latest = latest(partition);
        for (int reader = 0; reader < 12; reader++) {
            waiting.add(client.send(request -> feed(request, partition, latest).waitMs(20_000)));
        }
        for (int i = 0; i < 200; i++) {
            put("busy", i);
        }

        for (long each : waiting) {
            List<Told> changes = changes(client.await(each));
            assertThat(changes).isNotEmpty();
            for (int i = 0; i < changes.size(); i++) {
                assertThat(changes.get(i).version()).isEqualTo(i + 1L);
            }
        }
    }

    private static int partition(String path) {
        return Placement.partition(RunningEngine.CONTAINER, path.getBytes(StandardCharsets.UTF_8), PARTITIONS);
    }

    private static RequestFeedWriter feed(RequestWriter request, int partition, byte[] position) {
        RequestFeedWriter feed = request.path("")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(ROOM)
                .initFeed()
                .partition(partition)
                .limit(1_000);
        return position.length == 0 ? feed : feed.position(position);
    }

    private ReplyReader read(int partition, byte[] position, Consumer<RequestFeedWriter> more) {
        return client.ask(request -> more.accept(feed(request, partition, position)));
    }

    private byte[] latest(int partition) {
        ReplyReader page = read(partition, START, feed -> feed.from(RequestFeedFrom.LATEST));
        assertThat(page.status()).as(page.message()).isEqualTo(Status.OK);
        assertThat(changes(page)).isEmpty();
        return page.changes().nextPosition().toByteArray();
    }

    private static List<Told> changes(ReplyReader page) {
        assertThat(page.status()).as(page.message()).isEqualTo(Status.OK);
        List<Told> changes = new ArrayList<>();
        for (int i = 0; i < page.changes().changePage().count(); i++) {
            changes.add(Told.of(page.changes().changePage().get(i)));
        }
        return changes;
    }

    private static List<String> lines(ReplyReader page) {
        return changes(page).stream()
                .map(change -> change.kind() + " " + change.path() + " v" + change.version() + change.numbers())
                .toList();
    }

    private void keep(long seconds, long bytes) {
        ReplyReader reply = client.ask(request -> {
            var attributes = request.path(".feed/retention").initPut().initAttributes(2);
            attributes.get(0).name("seconds").initValue().integer(seconds);
            attributes.get(1).name("bytes").initValue().integer(bytes);
        });
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private void put(String path, long number) {
        ReplyReader reply = client.ask(request -> request.path(path)
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("number")
                .initValue()
                .integer(number));
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private void delete(String path) {
        assertThat(client.ask(request -> request.path(path).initDelete()).status())
                .isEqualTo(Status.OK);
    }

    private void write(String path, int number) {
        ReplyReader reply = tryWrite(path, number);
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private ReplyReader tryWrite(String path, int number) {
        byte[] body = new byte[BODY_LENGTH];
        body[0] = (byte) number;
        client.fillArena(body);
        return client.ask(
                request -> request.path(path).bodyLength(BODY_LENGTH).initPut().body(RequestPutBodySource.ARENA));
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            nowNs.addAndGet(1_000_000L);
            client.ask(request -> request.path("beat").initGet());
        }
    }

    /** Waits until no more segments are left than this; small writes let checkpoints come about. */
    private void awaitSegments(int count) {
        await(() -> {
            tryWrite("beat", ++beat);
            return disk.names().stream()
                            .filter(name -> name.endsWith(".journal"))
                            .count()
                    <= count;
        });
    }

    private void awaitCheckpoints() {
        await(() -> {
            put("beat", ++beat);
            return disk.names().stream()
                            .filter(name -> name.endsWith(".checkpoint"))
                            .count()
                    == 2;
        });
    }
}
