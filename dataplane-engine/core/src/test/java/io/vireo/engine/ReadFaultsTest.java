package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.IndexReader;
import io.vireo.channel.message.IndexState;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestQueryRange;
import io.vireo.channel.message.RequestScanKeyType;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.journal.JournalException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A disk whose reads fail, or bring what is not there: once is nothing, and more often is an answer that names item and place. */
class ReadFaultsTest {
    private static final long SMALL_CHECKPOINTS = 1 << 16;
    private static final long NO_CHECKPOINTS = 1L << 30;

    /** Too long to be kept in memory when it is written. */
    private static final byte[] LONG = new byte[20_000];

    /** Of a byte of the first record of the log: behind the headers of segment, frame and record. */
    private static final int STREAM_RECORD_OFFSET = 64 + 32 + 24 + 20;

    private static final byte[] BODY = "a body that is long enough to be found".getBytes(StandardCharsets.UTF_8);

    private SteppedEngine engine = new SteppedEngine(new SimulatedDisk(), NO_CHECKPOINTS, 1_000_000_000L);

    @AfterEach
    void close() {
        engine.close();
    }

    @Nested
    class OfAnItem {
        @Test
        void thatFailOnceAreMadeAgain() {
            putLong("a");
            engine.disk.failingReads = 1;

            ReplyReader reply = get("a");

            assertThat(engine.disk.failingReads).isZero();
            assertThat(reply.status()).isEqualTo(Status.OK);
            assertThat(reply.item().attributes().get(0).value().bytes().toByteArray())
                    .isEqualTo(LONG);
        }

        @Test
        void thatBringAWrongBitOnceAreMadeAgain() {
            putLong("a");
            engine.disk.rottenByte = 500;
            engine.disk.rottenRead = 1;

            ReplyReader reply = get("a");

            assertThat(engine.disk.rottenRead).isZero();
            assertThat(reply.status()).isEqualTo(Status.OK);
            assertThat(reply.item().attributes().get(0).value().bytes().toByteArray())
                    .isEqualTo(LONG);
        }

        @Test
        void thatFailTwiceAreAnsweredWithItemAndPlaceAndAskedForAnewByTheNext() {
            putLong("a");
            engine.disk.failingReads = 2;

            ReplyReader failed = get("a");
            ReplyReader next = get("a");

            assertThat(failed.status()).isEqualTo(Status.CORRUPT);
            assertThat(failed.message())
                    .contains("stored bytes cannot be read: Input/output error item=1:a segment=0 offset=");
            assertThat(next.status()).isEqualTo(Status.OK);
        }

        @Test
        void thatFailOnceDoNotMakeAPutTakeItForDamaged() {
            putLong("a");
            ReplyReader before = get("a");
            long inode = before.item().state().inode();
            long createdNs = before.item().state().createdNs();
            engine = restarted(NO_CHECKPOINTS);
            engine.disk.failingReads = 1;

            ReplyReader after =
                    engine.ask(request -> request.path("a").initPut().mode(RequestPutMode.REPLACE));

            assertThat(after.item().state().version()).isEqualTo(2);
            assertThat(after.item().state().inode()).isEqualTo(inode);
            assertThat(after.item().state().createdNs()).isEqualTo(createdNs);
        }

        @Test
        void thatKeepFailingLetItBeReplacedByAnotherOneThatIsMadeNow() {
            putLong("a");
            long inode = get("a").item().state().inode();
            engine = restarted(NO_CHECKPOINTS);
            engine.disk.failingReads = 2;

            ReplyReader after =
                    engine.ask(request -> request.path("a").initPut().mode(RequestPutMode.REPLACE));

            assertThat(after.status()).isEqualTo(Status.OK);
            assertThat(after.item().state().version()).isEqualTo(2);
            assertThat(after.item().state().inode()).isNotEqualTo(inode);
            assertThat(after.item().state().createdNs())
                    .isEqualTo(after.item().state().modifiedNs());
        }
    }

    @Nested
    class OfABody {
        @Test
        void thatFailOrBringAWrongBitOnceAreMadeAgain() {
            putBody("b");
            engine.disk.failingReads = 1;
            requireBody(getBody("b"));
            engine.disk.rottenByte = 3;
            engine.disk.rottenRead = 1;
            requireBody(getBody("b"));

            assertThat(engine.disk.rottenRead).isZero();
        }

        @Test
        void thatFailTwiceAreAnsweredWithItemAndPlace() {
            putBody("b");
            engine.disk.failingReads = 2;

            ReplyReader failed = getBody("b");

            assertThat(failed.status()).isEqualTo(Status.CORRUPT);
            assertThat(failed.message())
                    .contains("stored bytes cannot be read: Input/output error item=1:b segment=0 offset=");
            requireBody(getBody("b"));
        }
    }

    @Nested
    class OfAStart {
        @Test
        void thatFailRefuseItWithFileAndOffset() {
            putLong("a");
            SimulatedDisk disk = engine.disk.crashed();
            disk.failingReads = 1;

            assertThatThrownBy(() -> new SteppedEngine(disk, NO_CHECKPOINTS, engine.nowNs))
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot be read: Input/output error file=/simulated/reactor-000-")
                    .hasMessageContaining("offset=");
        }

        /** Whichever read brings whichever wrong bit once: nothing that was acknowledged is cut off, and nothing comes to be that was not. */
        @Test
        void thatBringAWrongBitLoseNothing() {
            for (int i = 0; i < 120; i++) {
                putLong("item/" + i); // more than a segment
                putBody("body/" + i);
            }
            for (int wrongByte : new int[] {0, 40, 64, 70, 100, 130, 20_300, 1 << 19}) {
                boolean hasRotted = true;
                for (int read = 1; hasRotted; read++) {
                    SimulatedDisk disk = engine.disk.crashed();
                    disk.rottenByte = wrongByte;
                    disk.rottenRead = read;
                    boolean isStarted = startsOrIsRefused(disk);
                    hasRotted = disk.rottenRead == 0;
                    assertThat(isStarted || hasRotted).isTrue();
                    disk.rottenRead = 0;
                    try (SteppedEngine again = new SteppedEngine(disk, NO_CHECKPOINTS, engine.nowNs)) {
                        requireAll(again);
                    }
                }
            }
        }

        private boolean startsOrIsRefused(SimulatedDisk disk) {
            try (SteppedEngine after = new SteppedEngine(disk, NO_CHECKPOINTS, engine.nowNs)) {
                disk.rottenRead = disk.rottenRead == 0 ? 0 : Integer.MAX_VALUE; // not after the start
                requireAll(after);
                return true;
            } catch (UncheckedIOException e) {
                assertThat(e.getMessage()).contains("file=", "offset=");
                return false;
            }
        }

        private static void requireAll(SteppedEngine of) {
            for (int i = 0; i < 120; i++) {
                String path = "item/" + i;
                assertThat(of.ask(request -> request.path(path).initGet()).status())
                        .as(path)
                        .isEqualTo(Status.OK);
            }
        }

        @Test
        void ofADamagedStreamMakeItCorruptAndNotUnknown() {
            engine.close();
            engine = new SteppedEngine(new SimulatedDisk(), SMALL_CHECKPOINTS, 1_000_000_000L);
            engine.ask(request -> request.path("s").initCreateStream().shardCount(1));
            for (int i = 0; i < 20; i++) {
                putLong("filler/" + i);
                engine.rounds(50);
            }
            SimulatedDisk disk = engine.disk.crashed();
            disk.bytes("reactor-000-00000000.journal")[STREAM_RECORD_OFFSET] ^= 1;
            engine.close();
            engine = new SteppedEngine(disk, NO_CHECKPOINTS, engine.nowNs);

            ReplyReader append = engine.ask(request ->
                    request.path("s/0").initAppend().initRecords(1).get(0).data(BODY));

            assertThat(append.status()).isEqualTo(Status.CORRUPT);
            assertThat(append.message()).contains("item=1:s segment=0 offset=");
            assertThat(engine.ask(request -> request.path("s").initDelete()).status())
                    .isEqualTo(Status.OK);
            assertThat(engine.ask(request ->
                                    request.path("s").initCreateStream().shardCount(1))
                            .status())
                    .isEqualTo(Status.OK);
            assertThat(engine.ask(request -> request.path("s/0")
                                    .initAppend()
                                    .initRecords(1)
                                    .get(0)
                                    .data(BODY))
                            .status())
                    .isEqualTo(Status.OK);
        }
    }

    @Nested
    class OfARowThatAnIndexIsFilledWith {
        @Test
        void leaveItOutUntilItCanBeRead() {
            List.of("a", "b", "c").forEach(this::putRow);
            damage("city of b"); // or mends it
            engine.ask(request -> request.path("t")
                    .initCreateIndex()
                    .name("by-city")
                    .initPartition()
                    .name("city")
                    .type(RequestScanKeyType.TEXT));
            await(() -> index().state() == IndexState.ACTIVE);

            assertThat(index().unreadCount()).isEqualTo(1);
            assertThat(rows()).containsExactlyInAnyOrder("t/a", "t/c");

            pass(2);
            damage("city of b");
            engine.ask(request -> request.path("last").initPut());
            engine = restarted(NO_CHECKPOINTS);
            await(() -> {
                pass(11);
                return rows().size() == 3;
            });

            assertThat(index().unreadCount()).isZero();
        }

        @Test
        void forgetItWhenItIsGone() {
            List.of("a", "b").forEach(this::putRow);
            damage("city of b");
            engine.ask(request -> request.path("t")
                    .initCreateIndex()
                    .name("by-city")
                    .initPartition()
                    .name("city")
                    .type(RequestScanKeyType.TEXT));
            await(() -> index().state() == IndexState.ACTIVE);
            assertThat(index().unreadCount()).isEqualTo(1);

            assertThat(engine.ask(request -> request.path("t/b").initDelete()).status())
                    .isEqualTo(Status.OK);
            await(() -> {
                pass(11);
                return index().state() == IndexState.ACTIVE && index().unreadCount() == 0;
            });

            assertThat(rows()).containsExactly("t/a");
        }

        private void putRow(String name) {
            ReplyReader reply = engine.ask(request -> {
                var attributes = request.path("t/" + name).initPut().initAttributes(2);
                attributes.get(0).name("city").initValue().text("city of " + name);
                attributes.get(1).name("n").initValue().bytes(LONG);
            });
            assertThat(reply.status()).isEqualTo(Status.OK);
            engine.ask(request -> request.path("last").initPut());
        }

        /** Changes a bit of a text where it is stored. */
        private void damage(String text) {
            byte[] wanted = text.substring(1).getBytes(StandardCharsets.US_ASCII);
            String segment = engine.disk.names().stream()
                    .filter(name -> name.startsWith("reactor-000-00000000"))
                    .findFirst()
                    .orElseThrow();
            byte[] stored = engine.disk.bytes(segment);
            int at = 0;
            while (!Arrays.equals(stored, at, at + wanted.length, wanted, 0, wanted.length)) {
                at++;
            }
            stored[at - 1] ^= 1;
        }

        private IndexReader index() {
            return engine.ask(request -> request.path("t").initIndexes())
                    .indexes()
                    .list()
                    .get(0);
        }

        private List<String> rows() {
            ReplyReader reply = engine.ask(request -> request.path("t")
                    .initQuery()
                    .index("by-city")
                    .range(RequestQueryRange.SCAN)
                    .limit(10));
            List<String> paths = new ArrayList<>();
            for (int i = 0;
                    reply.status() == Status.OK && i < reply.rows().found().count();
                    i++) {
                paths.add(reply.rows().found().get(i).path());
            }
            return paths;
        }

        private void pass(int seconds) {
            engine.nowNs += seconds * 1_000_000_000L;
            engine.rounds(200);
        }

        private void await(BooleanSupplier condition) {
            for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
                engine.rounds(10);
            }
            assertThat(condition.getAsBoolean()).isTrue();
        }
    }

    private SteppedEngine restarted(long checkpointBytes) {
        SteppedEngine after = engine.restarted(checkpointBytes);
        engine.close();
        return after;
    }

    private void putLong(String path) {
        Arrays.fill(LONG, (byte) 7);
        ReplyReader reply = engine.ask(request -> request.path(path)
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("n")
                .initValue()
                .bytes(LONG));
        assertThat(reply.status()).isEqualTo(Status.OK);
        engine.ask(request -> request.path("last").initPut()); // the last commit is in memory until the next one
    }

    private void putBody(String path) {
        engine.fillArena(BODY);
        ReplyReader reply = engine.ask(
                request -> request.path(path).bodyLength(BODY.length).initPut().body(RequestPutBodySource.ARENA));
        assertThat(reply.status()).isEqualTo(Status.OK);
    }

    private ReplyReader get(String path) {
        return engine.ask(request -> request.path(path).initGet().attributes(RequestProjection.USER));
    }

    private ReplyReader getBody(String path) {
        return engine.ask(request -> request.path(path)
                .replyOffset(SteppedEngine.REPLY_OFFSET)
                .replyCapacity(1_000)
                .initGet()
                .rangeLength(1_000));
    }

    private void requireBody(ReplyReader reply) {
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        assertThat(engine.arena(SteppedEngine.REPLY_OFFSET, (int) reply.bodyLength()))
                .isEqualTo(BODY);
    }
}
