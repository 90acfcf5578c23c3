package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real engine of two reactors. */
@Timeout(120)
class DataClientIT {
    private static final long CONTAINER = 7;

    @TempDir
    static Path folder;

    private static EngineUnderTest engine;

    private DataClient client;
    private String top; // a directory of each test

    @BeforeAll
    static void startEngine() throws IOException {
        engine = EngineUnderTest.start(folder, 2);
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        client = engine.client(CONTAINER);
        top = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static EngineStatus refusalOf(CompletableFuture<?> future) {
        try {
            future.get(30, TimeUnit.SECONDS);
            return EngineStatus.OK;
        } catch (ExecutionException failed) {
            return ((EngineException) failed.getCause()).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SequencedMap<String, AttributeValue> attributes(String name, AttributeValue value) {
        return new TreeMap<>(Map.of(name, value));
    }

    private static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(String path) {
        return read(path, 0, Long.MAX_VALUE);
    }

    private byte[] read(String path, long start, long length) {
        try (Download download = join(client.open(CONTAINER, path, Projection.NONE, start, length, 0))) {
            ByteBuffer all = ByteBuffer.allocate((int) download.remaining());
            for (BodyChunk chunk = join(download.next()); chunk != null; chunk = join(download.next())) {
                try (BodyChunk read = chunk) {
                    all.put(read.bytes());
                }
            }
            return all.array();
        }
    }

    @Nested
    class Items {

        @Test
        void comeBackWithAttributesAndState() {
            ItemState written = join(client.put(PutRequest.attributes(
                    CONTAINER, top + "/a", PutRequest.Mode.REPLACE, attributes("n", new Int64(5)))));

            Item item = join(client.get(GetRequest.of(CONTAINER, top + "/a", Projection.USER)));

            assertThat(item.attributes()).containsExactly(Map.entry("n", new Int64(5)));
            assertThat(item.state()).isEqualTo(written);
            assertThat(item.state().version()).isEqualTo(1);
        }

        @Test
        void changeByExpressionsUnderConditions() {
            join(client.update(UpdateRequest.of(CONTAINER, top + "/a", "n=1")));
            join(client.update(UpdateRequest.of(CONTAINER, top + "/a", "n=n+1")));

            assertThat(join(client.get(GetRequest.of(CONTAINER, top + "/a", Projection.USER)))
                            .attributes())
                    .containsEntry("n", new Int64(2));
            assertThat(refusalOf(client.update(new UpdateRequest(
                            CONTAINER, top + "/a", "n=9", "", "n==1", false, UpdateRequest.Mode.MERGE, 0))))
                    .isEqualTo(EngineStatus.CONDITION_FAILED);
        }

        @Test
        void areRefusedWhenTheyAreNotThereOrAreAlready() {
            assertThat(refusalOf(client.get(GetRequest.of(CONTAINER, top + "/none", Projection.USER))))
                    .isEqualTo(EngineStatus.NOT_FOUND);
            join(client.put(PutRequest.directory(CONTAINER, top)));
            assertThat(refusalOf(client.put(PutRequest.directory(CONTAINER, top))))
                    .isEqualTo(EngineStatus.EXISTS);
        }

        @Test
        void areRefusedOutsideTheGrant() {
            assertThat(refusalOf(client.put(PutRequest.body(8, "a", new byte[1]))))
                    .isEqualTo(EngineStatus.FORBIDDEN);
        }

        @Test
        void goWhenTheyAreDeleted() {
            join(client.put(PutRequest.body(CONTAINER, top + "/a", new byte[1])));
            join(client.delete(DeleteRequest.of(CONTAINER, top + "/a")));

            assertThat(refusalOf(client.get(GetRequest.of(CONTAINER, top + "/a", Projection.NONE))))
                    .isEqualTo(EngineStatus.NOT_FOUND);
        }

        @Test
        void comeBackWhenTheirAttributesDoNotFitTheRing() {
            String text = "x".repeat(60_000);
            for (int i = 0; i < 8; i++) {
                join(client.put(PutRequest.attributes(
                        CONTAINER, top + "/a", PutRequest.Mode.MERGE, attributes("t" + i, new Text(text)))));
            }

            Item item = join(client.get(GetRequest.of(CONTAINER, top + "/a", Projection.USER)));

            assertThat(item.attributes()).hasSize(8).containsEntry("t7", new Text(text));
        }

        @Test
        void areTakenWhenTheyDoNotFitTheRing() {
            String text = "x".repeat(1_000_000);

            join(client.put(PutRequest.attributes(
                    CONTAINER, top + "/a", PutRequest.Mode.REPLACE, attributes("t", new Text(text)))));

            assertThat(join(client.get(GetRequest.of(CONTAINER, top + "/a", Projection.USER)))
                            .attributes())
                    .containsEntry("t", new Text(text));
        }

        @Test
        void areRefusedPastTheLimitOfAValueAndOfARequest() {
            assertThat(refusalOf(client.put(PutRequest.attributes(
                            CONTAINER,
                            top + "/a",
                            PutRequest.Mode.REPLACE,
                            attributes("t", new Text("x".repeat(2_000_000)))))))
                    .isEqualTo(EngineStatus.INVALID);
            assertThat(refusalOf(client.put(PutRequest.attributes(
                            CONTAINER,
                            top + "/a",
                            PutRequest.Mode.REPLACE,
                            attributes("t", new Text("x".repeat(6_000_000)))))))
                    .isEqualTo(EngineStatus.TOO_LARGE);
        }
    }

    @Nested
    class Bodies {

        @Test
        void giveBackWhatWasAskedAheadWhenTheyAreClosedEarly() {
            byte[] bytes = randomBytes(1_000_000, 5);
            join(client.put(PutRequest.body(CONTAINER, top, bytes)));

            for (int i = 0; i < 400; i++) { // each leaves three pieces unread, and there is room for 512
                try (Download download = join(client.open(CONTAINER, top, Projection.NONE, 0, Long.MAX_VALUE, 0))) {
                    for (int piece = 0; piece < 2; piece++) {
                        try (BodyChunk read = join(download.next())) {
                            assertThat(read.bytes().remaining()).isEqualTo(65_536);
                        }
                    }
                    assertThat(download.remaining()).isEqualTo(bytes.length - 2 * 65_536);
                }
            }

            assertThat(read(top)).isEqualTo(bytes);
        }

        @Test
        void areReadByManyWhoStopInTheMiddle() {
            byte[] bytes = randomBytes(1_000_000, 6);
            join(client.put(PutRequest.body(CONTAINER, top, bytes)));
            List<Download> stopped = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    Download download = join(client.open(CONTAINER, top, Projection.NONE, 0, Long.MAX_VALUE, 0));
                    stopped.add(download);
                    join(download.next()).close();
                    join(download.next()).close();
                }

                assertThat(read(top)).isEqualTo(bytes);
            } finally {
                stopped.forEach(Download::close);
            }
        }

        @Test
        void ofAnyLengthComeBackByteForByte() {
            for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000, 3_000_000}) {
                byte[] bytes = randomBytes(length, length);
                ItemState state = join(client.put(PutRequest.body(CONTAINER, top + "/" + length, bytes)));

                assertThat(state.bodyLength()).isEqualTo(length);
                assertThat(read(top + "/" + length)).isEqualTo(bytes);
            }
        }

        @Test
        void canBeReadInPart() {
            byte[] bytes = randomBytes(200_000, 1);
            join(client.put(PutRequest.body(CONTAINER, top + "/a", bytes)));

            assertThat(read(top + "/a", 199_990, 100)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 199_990, 200_000));
            assertThat(read(top + "/a", 1, 150_000)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1, 150_001));
            assertThat(read(top + "/a", 200_000, 5)).isEmpty();
            assertThat(read(top + "/a", 300_000, 5)).isEmpty();
        }

        @Test
        void stayAsTheyWereOpenedWhileWritersGoOn() {
            byte[] before = randomBytes(500_000, 1);
            join(client.put(PutRequest.body(CONTAINER, top + "/a", before)));
            try (Download download = join(client.open(CONTAINER, top + "/a", Projection.NONE, 0, Long.MAX_VALUE, 0))) {
                join(client.put(PutRequest.body(CONTAINER, top + "/a", randomBytes(400_000, 2))));

                CRC32C sum = new CRC32C();
                for (BodyChunk chunk = join(download.next()); chunk != null; chunk = join(download.next())) {
                    try (BodyChunk read = chunk) {
                        sum.update(read.bytes());
                    }
                }

                CRC32C wanted = new CRC32C();
                wanted.update(before);
                assertThat(sum.getValue()).isEqualTo(wanted.getValue());
            }
        }

        @Test
        void arePutTogetherOfPiecesAndSeenOnlyAtTheCommit() {
            byte[] bytes = randomBytes(200_000, 3);
            try (Upload upload = client.upload(CONTAINER, top + "/a")) {
                join(upload.write(ByteBuffer.wrap(bytes, 0, 70_000)));
                join(upload.write(ByteBuffer.wrap(bytes, 70_000, 130_000)));
                assertThat(refusalOf(client.get(GetRequest.of(CONTAINER, top + "/a", Projection.NONE))))
                        .isEqualTo(EngineStatus.NOT_FOUND);

                join(upload.commit(
                        PutRequest.body(CONTAINER, top + "/a", new byte[0]).withoutBody()));
            }

            assertThat(read(top + "/a")).isEqualTo(bytes);
        }

        @Test
        void thatAreNotCommittedLeaveRoomForOthers() {
            for (int i = 0; i < 1000; i++) {
                try (Upload upload = client.upload(CONTAINER, top + "/a")) {
                    join(upload.write(ByteBuffer.wrap(new byte[1000])));
                }
            }
            for (int i = 0; i < 3000; i++) {
                join(client.put(PutRequest.body(CONTAINER, top + "/b", new byte[1])));
            }
            join(client.put(PutRequest.body(CONTAINER, top + "/c", new byte[100_000])));
            for (int i = 0; i < 2000; i++) {
                join(client.open(CONTAINER, top + "/c", Projection.NONE, 0, Long.MAX_VALUE, 0))
                        .close();
            }
            assertThat(read(top + "/c")).hasSize(100_000);
        }
    }

    @Nested
    class Listings {

        @Test
        void mergeAllReactorsPageByPage() {
            List<CompletableFuture<ItemState>> puts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String path = top + "/" + "%03d".formatted(i) + (i % 10 == 0 ? "/below" : "");
                puts.add(client.put(PutRequest.body(CONTAINER, path, new byte[0])));
            }
            puts.forEach(DataClientIT::join);
            List<String> names = new ArrayList<>();
            ListRequest request = ListRequest.children(CONTAINER, top, 7);

            ListPage page = join(client.list(request));
            while (true) {
                page.entries().forEach(entry -> names.add(entry.name()));
                if (page.isLast()) {
                    break;
                }
                page = join(client.list(request.after(page.nextMarker())));
            }

            assertThat(names)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj("%03d"::formatted).toList());
        }

        @Test
        void fitWhateverTheItemsHold() {
            String text = "x".repeat(50_000);
            for (int i = 0; i < 120; i++) {
                join(client.put(PutRequest.attributes(
                        CONTAINER, top + "/" + i, PutRequest.Mode.REPLACE, attributes("t", new Text(text)))));
            }
            ListRequest request = new ListRequest(
                    CONTAINER, top, "", 1000, false, ListRequest.Directories.EXCLUDE, "", Projection.USER, 0, 0, "");
            int count = 0;

            ListPage page = join(client.list(request));
            while (true) {
                count += page.entries().size();
                if (page.isLast()) {
                    break;
                }
                page = join(client.list(request.after(page.nextMarker())));
            }

            assertThat(count).isEqualTo(120);
        }
    }

    /** Each case is asked of a client that is not connected yet, too. */
    @Nested
    class ListingsOverReactors {

        @Test
        void findWhatOneReactorAloneHas() {
            join(client.put(PutRequest.body(CONTAINER, top + "/only", new byte[0])));

            try (DataClient fresh = engine.client(CONTAINER)) {
                assertThat(join(fresh.list(ListRequest.children(CONTAINER, top, 10)))
                                .entries())
                        .extracting(Item::name)
                        .containsExactly("only");
            }
        }

        @Test
        void sayWhatIsNotThereOrNoDirectory() {
            join(client.put(PutRequest.body(CONTAINER, top + "/item", new byte[0])));

            assertThat(refusalOf(client.list(ListRequest.children(CONTAINER, top + "/none", 10))))
                    .isEqualTo(EngineStatus.NOT_FOUND);
            assertThat(refusalOf(client.list(ListRequest.children(CONTAINER, top + "/item", 10))))
                    .isEqualTo(EngineStatus.WRONG_KIND);
        }

        @Test
        void readTheItemsOfOneShardingKeyInOrder() {
            for (int i = 99; i >= 0; i--) {
                join(client.put(PutRequest.body(CONTAINER, top + "/key" + i % 2 + ".%02d".formatted(i), new byte[0])));
            }
            try (DataClient fresh = engine.client(CONTAINER)) {
                for (String key : List.of("key0", "key1")) {
                    assertThat(join(fresh.list(ofShardingKey(key))).entries())
                            .hasSize(50)
                            .isSortedAccordingTo(Comparator.comparing(Item::name))
                            .allMatch(item -> item.name().startsWith(key));
                }
                assertThat(join(fresh.list(ofShardingKey("nobody"))).entries()).isEmpty();
            }
        }

        private ListRequest ofShardingKey(String key) {
            return new ListRequest(
                    CONTAINER,
                    top,
                    "",
                    1000,
                    false,
                    ListRequest.Directories.EXCLUDE,
                    "",
                    Projection.NONE,
                    0,
                    0,
                    key + ".");
        }
    }

    @Nested
    class Streams {

        @Test
        void giveRecordsBackInOrder() {
            join(client.createStream(CONTAINER, top, 2, 3600));
            List<NewRecord> records = IntStream.range(0, 100)
                    .mapToObj(i -> NewRecord.of(("record " + i).getBytes(StandardCharsets.UTF_8)))
                    .toList();

            assertThat(join(client.append(CONTAINER, top, 1, records))).isEqualTo(new Appended(1, 100));

            long location = join(client.seek(CONTAINER, top, 1, new SeekTo.Earliest()));
            StreamPage page = join(client.read(CONTAINER, top, 1, location, 60));
            assertThat(page.records()).hasSize(60);
            assertThat(page.behindRecords()).isEqualTo(40);
            StreamPage rest = join(client.read(CONTAINER, top, 1, page.nextLocation(), 60));
            assertThat(rest.records()).hasSize(40);
            assertThat(new String(rest.records().getLast().data(), StandardCharsets.UTF_8))
                    .isEqualTo("record 99");
            assertThat(rest.records().getLast().sequence()).isEqualTo(100);
        }

        @Test
        void giveBackMoreThanTheRingHolds() {
            join(client.createStream(CONTAINER, top, 1, 3600));
            for (int i = 0; i < 20; i++) {
                join(client.append(CONTAINER, top, 0, List.of(NewRecord.of(randomBytes(200_000, i)))));
            }

            long location = 1;
            int count = 0;
            while (count < 20) {
                StreamPage page = join(client.read(CONTAINER, top, 0, location, 1000));
                assertThat(page.records()).isNotEmpty();
                count += page.records().size();
                location = page.nextLocation();
            }
            assertThat(count).isEqualTo(20);
        }

        @Test
        void takeRecordsThatDoNotFitTheRing() {
            join(client.createStream(CONTAINER, top, 1, 3600));
            byte[] long1 = randomBytes(1_500_000, 1);
            byte[] long2 = randomBytes(1_500_000, 2);

            assertThat(join(client.append(CONTAINER, top, 0, List.of(NewRecord.of(long1), NewRecord.of(long2)))))
                    .isEqualTo(new Appended(1, 2));

            StreamPage page = join(client.read(CONTAINER, top, 0, 1, 1000));
            StreamPage rest = join(client.read(CONTAINER, top, 0, page.nextLocation(), 1000));
            List<StreamRecord> all = new ArrayList<>(page.records());
            all.addAll(rest.records());
            assertThat(all).hasSize(2);
            assertThat(all.getLast().data()).isEqualTo(long2);
        }

        @Test
        void refuseWhatIsNoStream() {
            assertThat(refusalOf(client.append(CONTAINER, top, 0, List.of(NewRecord.of(new byte[1])))))
                    .isIn(EngineStatus.NOT_FOUND, EngineStatus.WRONG_KIND);
        }
    }

    @Nested
    class Availability {

        @Test
        void comesBackWithTheEngine() throws IOException {
            join(client.put(PutRequest.body(CONTAINER, top, new byte[] {1})));
            engine.kill();
            try {
                CompletableFuture<Item> meanwhile = client.get(GetRequest.of(CONTAINER, top, Projection.NONE));
                assertThatThrownBy(() -> join(meanwhile))
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(EngineUnavailableException.class);
            } finally {
                engine.start();
            }

            assertThat(join(client.get(GetRequest.of(CONTAINER, top, Projection.NONE)))
                            .state()
                            .bodyLength())
                    .isEqualTo(1);
        }

        @Test
        void losesNothingThatWasAcknowledgedAndHangsOnNothing() throws Exception {
            List<CompletableFuture<ItemState>> puts = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                puts.add(client.put(PutRequest.body(CONTAINER, top + "/" + i, new byte[100])));
            }
            puts.get(200).get(30, TimeUnit.SECONDS);
            engine.kill();
            engine.start();

            int acknowledged = 0;
            for (int i = 0; i < puts.size(); i++) {
                try {
                    puts.get(i).get(30, TimeUnit.SECONDS);
                } catch (ExecutionException lost) {
                    assertThat(lost).hasCauseInstanceOf(EngineUnavailableException.class);
                    continue;
                }
                acknowledged++;
                assertThat(read(top + "/" + i)).hasSize(100);
            }
            assertThat(acknowledged).isPositive();
        }

        @Test
        void goesOnWithANewGrant() {
            assertThat(refusalOf(client.put(PutRequest.body(9, top, new byte[1]))))
                    .isEqualTo(EngineStatus.FORBIDDEN);
            List<CompletableFuture<ItemState>> during = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                during.add(client.put(PutRequest.body(CONTAINER, top + "/" + i, new byte[10])));
                if (i == 500) {
                    client.renew(engine.grant(CONTAINER, 9));
                }
            }
            during.forEach(DataClientIT::join);

            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (refusalOf(client.put(PutRequest.body(9, top, new byte[1]))) == EngineStatus.FORBIDDEN) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }

        @Test
        void failsWithTheReasonWhenTheGrantIsRefused() {
            try (DataClient stranger = DataClient.start(
                    new DataClientConfig(new EngineAddress.Local(engine.socket()), Duration.ofMillis(300), 10),
                    new byte[64])) {
                assertThatThrownBy(() -> join(stranger.get(GetRequest.of(CONTAINER, "a", Projection.NONE))))
                        .hasMessageContaining("token is not valid");
            }
        }

        @Test
        void refusesMoreCallsThanItHolds() {
            try (DataClient small = DataClient.start(
                    new DataClientConfig(
                            new EngineAddress.Local(engine.socket().resolveSibling("nobody")),
                            Duration.ofSeconds(1),
                            1),
                    engine.grant(CONTAINER))) {
                CompletableFuture<Item> first = small.get(GetRequest.of(CONTAINER, "a", Projection.NONE));

                assertThat(refusalOf(small.get(GetRequest.of(CONTAINER, "b", Projection.NONE))))
                        .isEqualTo(EngineStatus.BUSY);
                assertThatThrownBy(() -> join(first)).hasCauseInstanceOf(EngineUnavailableException.class);
            }
        }

        @Test
        void endsWhenItIsClosed() {
            client.close();

            assertThatThrownBy(() -> join(client.get(GetRequest.of(CONTAINER, "a", Projection.NONE))))
                    .hasCauseInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("closed");
        }
    }
}
