package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.ChannelException;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client must not do gets it an answer or costs it its channel; another client goes on being served. */
class HostileClientIT {
    @TempDir
    static Path folder;

    private static RunningEngine engine;
    private TestClient hostile;
    private TestClient other;

    @BeforeAll
    static void startEngine() throws IOException {
        engine = RunningEngine.start(folder);
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void connect() throws IOException {
        hostile = engine.connect();
        other = engine.connect();
        assertThat(write(other, "other", 1).status()).isEqualTo(Status.OK);
    }

    @AfterEach
    void othersAreStillServed() {
        assertThat(write(other, "other", 2).status()).isEqualTo(Status.OK);
        assertThat(engine.process().isAlive()).isTrue();
        other.close();
        hostile.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../etc/passwd",
                "a/../b",
                "a/./b",
                "..",
                ".",
                "/a",
                "a/",
                "a//b",
                "",
                "a\0b",
            })
    void pathsThatLeadElsewhereAreRefused(String path) {
        ReplyReader reply = write(hostile, path, 1);

        assertThat(reply.status()).isEqualTo(Status.INVALID);
        assertThat(reply.message()).contains("field=path");
    }

    @Test
    void pathsThatAreTooLongAreRefusedWithTheLimit() {
        assertThat(write(hostile, "a".repeat(3_585), 1).message()).contains("length=3585 limit=3584");
        assertThat(write(hostile, "a/".repeat(2_100) + "a", 1).message()).contains("length=4201 limit=4096");
    }

    @Test
    void textThatIsNotUtf8IsRefusedByField() {
        assertThat(withPatchedText(request -> request.path("XXXX").initGet()).message())
                .contains("path is not UTF-8: field=path");
        assertThat(withPatchedText(
                                request -> request.path("a").condition("XXXX").initGet())
                        .message())
                .contains("not UTF-8: field=condition");
        assertThat(withPatchedText(request -> {
                            var put = request.path("a").initPut();
                            put.initAttributes(1).get(0).name("t").initValue().text("XXXX");
                        })
                        .message())
                .contains("not UTF-8: field=attributes");
    }

    @Test
    void anAttributeThatClaimsTwoGigabytesEndsTheChannel() {
        MemorySegment message = message(request -> request.path("a")
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("b")
                .initValue()
                .bytes("marked-bytes-here-".getBytes(StandardCharsets.US_ASCII)));
        // The list pointer of those bytes: element kind 2 (bytes), 18 of them; now as many as a pointer can say.
        long pointer = find(message, pointer(18));
        message.set(ValueLayout.JAVA_INT_UNALIGNED, pointer + 4, (int) ((1L << 29) - 1) << 3 | 2);

        offer(message);

        assertThat(awaitClosed(hostile)).isTrue();
    }

    @Test
    void bytesThatAreNoMessageEndTheChannelAlone() throws IOException {
        Random random = new Random(7);
        MemorySegment whole = message(request -> {
            var put = request.path("fuzzed").condition("a == 1 or true").initPut();
            var attributes = put.initAttributes(2);
            attributes.get(0).name("n").initValue().integer(5);
            attributes.get(1).name("t").initValue().initList(2).get(1).text("deep");
        });
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.toArray(ValueLayout.JAVA_BYTE);
            for (int flips = random.nextInt(8) + 1; flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            hostile.channel().offer(TestClient.REQUEST_KIND, MemorySegment.ofArray(bytes), 0, length);
            assertThat(write(other, "other", i).status()).as("message " + i).isEqualTo(Status.OK);
            hostile.poll();
            if (hostile.isClosed()) {
                hostile.close();
                hostile = engine.connect();
            }
        }
    }

    @Test
    void placesOutsideTheArenaAreRefused() {
        long arena = hostile.channel().arena().byteSize();
        for (long offset : new long[] {arena, arena - 9, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            ReplyReader put = hostile.ask(request -> request.path("a")
                    .bodyOffset(offset)
                    .bodyLength(10)
                    .initPut()
                    .body(RequestPutBodySource.ARENA));
            assertThat(put.status()).isEqualTo(Status.INVALID);
            assertThat(put.message()).contains("range is not in the arena: field=body");
            write(hostile, "b", 1);
            ReplyReader list = hostile.ask(request -> request.path("")
                    .replyOffset(offset)
                    .replyCapacity(10)
                    .initList()
                    .limit(1));
            assertThat(list.message()).contains("range is not in the arena: field=reply");
        }
        ReplyReader huge = hostile.ask(
                request -> request.path("a").bodyLength(0xffff_ffffL).initPut().body(RequestPutBodySource.ARENA));
        assertThat(huge.status()).isEqualTo(Status.INVALID);
    }

    @Test
    void limitsAreNamed() {
        assertThat(write(hostile, "a", 1).status()).isEqualTo(Status.OK);
        assertThat(hostile.ask(request -> request.path("").initList().limit(0)).message())
                .contains("field=limit value=0 limit=1000");
        assertThat(hostile.ask(request -> request.path("s").initCreateStream().shardCount(5_000))
                        .message())
                .contains("field=shardCount value=5000 limit=4096");
        assertThat(hostile.ask(request -> {
                            var names = request.path("a")
                                    .initGet()
                                    .attributes(RequestProjection.NAMED)
                                    .initNames(5_000);
                            for (int i = 0; i < names.count(); i++) {
                                names.set(i, "n");
                            }
                        })
                        .message())
                .contains("field=names count=5000 limit=4096");
        assertThat(hostile.ask(request -> request.path("a").initStage().stageId(99))
                        .message())
                .contains("field=stageId stageId=99");
        assertThat(hostile.ask(request ->
                                request.path("a").condition("(".repeat(500)).initGet())
                        .message())
                .contains("nested too deeply: limit=64");
    }

    @Test
    void aGrantIsEnforcedOnEveryRequest() throws IOException {
        write(hostile, "mine/a", 1);
        write(hostile, "theirs/a", 1);
        try (TestClient narrow =
                engine.connect(new Scope(RunningEngine.CONTAINER, "mine", EnumSet.of(Action.READ, Action.LIST)))) {
            assertThat(narrow.ask(request -> request.path("mine/a").initGet()).status())
                    .isEqualTo(Status.OK);
            assertThat(narrow.ask(request -> request.path("mine").initList().limit(1))
                            .status())
                    .isEqualTo(Status.OK);
            assertForbidden(narrow, request -> request.path("theirs/a").initGet());
            assertForbidden(narrow, request -> request.path("minerva").initGet());
            assertForbidden(
                    narrow, request -> request.path("mine/a").container(2).initGet());
            assertForbidden(narrow, request -> request.path("").initList().limit(1));
            assertForbidden(narrow, request -> request.path("mine/a").initDelete());
            assertForbidden(narrow, request -> request.path("mine/b").initPut());
            assertForbidden(narrow, request -> request.path("mine/b").initStage());
            assertForbidden(
                    narrow, request -> request.path("mine/s").initCreateStream().shardCount(1));
            assertForbidden(narrow, request -> {
                var requests = request.initBatch().initRequests(1);
                requests.get(0)
                        .container(RunningEngine.CONTAINER)
                        .path("mine/a")
                        .initPut();
            });
        }
    }

    @Test
    void aForgedOrExpiredTokenOpensNothing() {
        Scope scope = new Scope(RunningEngine.CONTAINER, "", EnumSet.allOf(Action.class));
        byte[] forged = new GrantSigner(new byte[32])
                .sign(new io.vireo.channel.Grant("00000000-0000-0000-0000-000000000001", java.util.List.of(scope), 0));

        assertThatThrownBy(() -> TestClient.connect(engine.socket(), forged)).isInstanceOf(ChannelException.class);
        assertThatThrownBy(() -> TestClient.connect(engine.socket(), RunningEngine.token(scope, 1)))
                .isInstanceOf(ChannelException.class);
    }

    @Test
    void aClientThatTakesNoRepliesHoldsUpItselfAlone() {
        for (int i = 0; i < 200; i++) {
            write(other, "many/" + i, i);
        }
        MemorySegment list =
                message(request -> request.path("many").initList().limit(200).attributes(RequestProjection.ALL));
        int offered = 0;
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (offered < 2_000 && System.nanoTime() < deadline) {
            offered += hostile.channel().offer(TestClient.REQUEST_KIND, list, 0, (int) list.byteSize()) == 0 ? 1 : 0;
            assertThat(write(other, "other", offered).status()).isEqualTo(Status.OK);
        }

        assertThat(offered).isPositive();
        hostile.poll();
        assertThat(hostile.ask(request -> request.setPing()).status()).isEqualTo(Status.OK);
    }

    private static void assertForbidden(TestClient client, Consumer<RequestWriter> request) {
        ReplyReader reply = client.ask(request);
        assertThat(reply.status()).isEqualTo(Status.FORBIDDEN);
        assertThat(reply.message()).contains("grant does not cover it");
    }

    private static ReplyReader write(TestClient client, String path, long number) {
        return client.ask(request -> request.path(path)
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("n")
                .initValue()
                .integer(number));
    }

    private MemorySegment message(Consumer<RequestWriter> content) {
        MemorySegment buffer = MemorySegment.ofArray(new long[8_192]);
        RequestWriter writer = new RequestWriter().wrap(buffer, 0, buffer.byteSize());
        content.accept(writer.correlationId(777).container(RunningEngine.CONTAINER));
        return buffer.asSlice(0, writer.finish());
    }

    /** Sends a request whose text "XXXX" is replaced by bytes that are not UTF-8. */
    private ReplyReader withPatchedText(Consumer<RequestWriter> content) {
        MemorySegment message = message(content);
        long at = find(message, 0x58585858L & 0xffff_ffffL, 4);
        message.set(ValueLayout.JAVA_INT_UNALIGNED, at, 0xfefffeff);
        offer(message);
        return hostile.await(777);
    }

    private void offer(MemorySegment message) {
        assertThat(hostile.channel().offer(TestClient.REQUEST_KIND, message, 0, (int) message.byteSize()))
                .isZero();
    }

    /** The upper half of a pointer to so many bytes. */
    private static long pointer(int count) {
        return (long) count << 3 | 2;
    }

    private static long find(MemorySegment message, long upperHalf) {
        return find(message, upperHalf, 4) - 4;
    }

    private static long find(MemorySegment message, long value, int length) {
        for (long at = 0; at + length <= message.byteSize(); at += 4) {
            if (message.get(ValueLayout.JAVA_INT_UNALIGNED, at) == (int) value) {
                return at;
            }
        }
        throw new AssertionError("not in the message: " + value);
    }

    private static boolean awaitClosed(TestClient client) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (!client.isClosed() && System.nanoTime() < deadline) {
            client.sleepUntilMessageOr(100_000_000L);
            client.poll();
        }
        return client.isClosed();
    }
}
