package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A whole engine over a disk that fails, spoken to through a real channel. */
class EngineFaultsIT extends EngineOverDisk {
    private static final byte[] BODY = "a body that is long enough to be found".getBytes(StandardCharsets.UTF_8);

    /** Too long to be kept in memory when it is written. */
    private static final byte[] LONG_RECORD =
            "a record of the shard ".repeat(1_000).getBytes(StandardCharsets.UTF_8);

    EngineFaultsIT() {
        super(1, 3 * SEGMENT_BYTES, 0);
    }

    @Test
    void refusesWritesWhileTheDiskIsFullServesReadsAndRecovers() throws IOException {
        write("before", 1);
        disk.capacity = 0;
        int written = 0;
        ReplyReader refusal;
        do {
            refusal = writeBody("filler/" + written, 100_000);
            written++;
        } while (refusal.status() == Status.OK);

        assertThat(refusal.status()).isEqualTo(Status.READ_ONLY);
        assertThat(refusal.message()).contains("No space left on device");
        assertThat(number("before")).isEqualTo(1);
        disk.capacity = Long.MAX_VALUE;
        nowNs.addAndGet(1_000_000_000L);
        awaitWritable();

        restartAfterPowerLoss();

        assertThat(number("before")).isEqualTo(1);
        assertThat(number("after")).isEqualTo(1);
        assertThat(engine.itemCount()).isEqualTo(written + 1);
    }

    /** The next segment is made beside the reactor, so the first writes may come too early. */
    private void awaitWritable() {
        long deadline = System.nanoTime() + 10_000_000_000L;
        Status status;
        do {
            nowNs.addAndGet(1_000_000_000L);
            status = write("after", 1).status();
        } while (status == Status.READ_ONLY && System.nanoTime() < deadline);
        assertThat(status).isEqualTo(Status.OK);
    }

    @Test
    void takesBackWhatAFailedWriteHadApplied() throws IOException {
        write("a", 1);
        disk.failingWrites = 1;

        ReplyReader refusal = write("a", 2);

        assertThat(refusal.status()).isEqualTo(Status.READ_ONLY);
        assertThat(refusal.message()).contains("the journal cannot be written: Input/output error");
        assertThat(number("a")).isEqualTo(1);
        assertThat(write("a", 3).status()).isEqualTo(Status.OK);

        restartAfterPowerLoss();

        assertThat(number("a")).isEqualTo(3);
    }

    @Test
    void saysThatAWriteIsUnknownAfterAFailedForceAndTakesNoMore() throws IOException {
        write("a", 1);
        disk.failsForces = true;

        ReplyReader unknown = write("a", 2);
        disk.failsForces = false;
        ReplyReader refused = write("a", 3);

        assertThat(unknown.status()).isEqualTo(Status.INTERNAL);
        assertThat(unknown.message()).contains("not known whether this write was kept", "fsync failed");
        assertThat(refused.status()).isEqualTo(Status.READ_ONLY);
        assertThat(refused.message()).contains("fsync failed", "until the engine is started again");
        assertThat(number("a")).isEqualTo(1);

        restartAfterPowerLoss();

        assertThat(number("a")).isEqualTo(1);
        assertThat(write("a", 4).status()).isEqualTo(Status.OK);
    }

    @Test
    void answersCorruptInsteadOfWrongBytesAndServesAllElse() {
        client.fillArena(BODY);
        client.ask(request ->
                request.path("rotten").bodyLength(BODY.length).initPut().body(RequestPutBodySource.ARENA));
        client.ask(request -> request.path("s").initCreateStream().shardCount(1));
        client.ask(request ->
                request.path("s/0").initAppend().initRecords(1).get(0).data(LONG_RECORD));
        write("sound", 1);
        damage("long enough");
        damage("record of the shard");

        ReplyReader body = client.ask(request -> request.path("rotten")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(1_000)
                .initGet()
                .rangeLength(1_000));
        ReplyReader records =
                client.ask(request -> request.path("s/0").initRead().location(1).limit(1));

        assertThat(body.status()).isEqualTo(Status.CORRUPT);
        assertThat(body.message()).contains("stored bytes fail their checksum: item=1:rotten segment=0 offset=");
        assertThat(records.status()).isEqualTo(Status.CORRUPT);
        assertThat(number("sound")).isEqualTo(1);
    }

    @Test
    void aDiskThatDoesNotAnswerReadsHoldsUpNobodyElse() {
        client.fillArena(BODY);
        client.ask(request ->
                request.path("body").bodyLength(BODY.length).initPut().body(RequestPutBodySource.ARENA));
        client.ask(request -> request.path("cold")
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("n")
                .initValue()
                .bytes(LONG_RECORD));
        write("warm", 0); // the last commit is in memory until the next one
        disk.stallsReads = true;
        long body = client.send(request -> request.path("body")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(1_000)
                .initGet()
                .rangeLength(1_000));
        long cold = client.send(request -> request.path("cold").initPut());
        long behindIt = client.send(request -> request.path("cold").initGet());

        for (int i = 1; i <= 100; i++) {
            assertThat(write("warm", i).status()).isEqualTo(Status.OK);
            assertThat(number("warm")).isEqualTo(i);
        }

        assertThat(client.hasReply(body)).isFalse();
        assertThat(client.hasReply(cold)).isFalse();
        assertThat(client.hasReply(behindIt)).isFalse();
        disk.stallsReads = false;
        write("warm", 101);
        assertThat(client.await(body).status()).isEqualTo(Status.OK);
        assertThat(client.arena(TestClient.REPLY_OFFSET, BODY.length)).isEqualTo(BODY);
        assertThat(client.await(cold).item().state().version()).isEqualTo(2);
        assertThat(client.await(behindIt).item().state().version()).isEqualTo(2);
    }

    @Test
    void pipelinedReadsSeeTheWritesBeforeThem() {
        for (int i = 1; i <= 200; i++) {
            int number = i;
            client.fillArena(BODY);
            long write = client.send(request -> {
                var put = request.path("a").bodyLength(BODY.length).initPut().body(RequestPutBodySource.ARENA);
                put.initAttributes(1).get(0).name("n").initValue().integer(number);
            });
            long read = client.send(request -> request.path("a")
                    .replyOffset(TestClient.REPLY_OFFSET)
                    .replyCapacity(1_000)
                    .initGet()
                    .attributes(RequestProjection.USER)
                    .rangeLength(BODY.length));
            long list =
                    client.send(request -> request.path("").initList().limit(10).attributes(RequestProjection.USER));

            assertThat(client.await(write).status()).isEqualTo(Status.OK);
            ReplyReader found = client.await(read);
            assertThat(found.status()).isEqualTo(Status.OK);
            assertThat(found.item().attributes().get(0).value().integer()).isEqualTo(number);
            assertThat(client.arena(TestClient.REPLY_OFFSET, BODY.length)).isEqualTo(BODY);
            assertThat(client.await(list)
                            .listing()
                            .entries()
                            .get(0)
                            .attributes()
                            .get(0)
                            .value()
                            .integer())
                    .isEqualTo(number);
        }
    }

    @Test
    void aPinKeepsAVersionReadableUntilItIsReleased() {
        client.fillArena(BODY);
        client.ask(
                request -> request.path("a").bodyLength(BODY.length).initPut().body(RequestPutBodySource.ARENA));
        ReplyReader pinned = client.ask(request -> request.path("a").initGet().pin(true));
        long handle = pinned.pinned().handle();
        write("a", 2);

        ReplyReader read = readPinned(handle);
        client.ask(request -> request.initRelease().handle(handle));
        ReplyReader released = readPinned(handle);

        assertThat(pinned.pinned().pinnedEntry().state().version()).isEqualTo(1);
        assertThat(read.bodyLength()).isEqualTo(BODY.length);
        assertThat(read.item().state().version()).isEqualTo(1);
        assertThat(client.arena(TestClient.REPLY_OFFSET, BODY.length)).isEqualTo(BODY);
        assertThat(released.status()).isEqualTo(Status.NOT_FOUND);
    }

    private ReplyReader readPinned(long handle) {
        return client.ask(request -> request.path("a")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(1_000)
                .initGet()
                .handle(handle)
                .rangeLength(1_000));
    }

    @Test
    void aBodyComesInPartsAndIsTakenOverWhole() throws IOException {
        ReplyReader begun = client.ask(request -> request.path("big").initStage());
        long stageId = begun.stage().stageId();
        byte[] part = new byte[700_000];
        for (int i = 0; i < 4; i++) {
            java.util.Arrays.fill(part, (byte) i);
            client.fillArena(part);
            long position = (long) i * part.length;
            ReplyReader staged = client.ask(request -> request.path("big")
                    .bodyLength(part.length)
                    .initStage()
                    .stageId(stageId)
                    .position(position));
            assertThat(staged.stage().stagedLength()).isEqualTo(position + part.length);
        }
        ReplyReader wrongPlace = client.ask(request ->
                request.path("big").bodyLength(1).initStage().stageId(stageId).position(5));
        assertThat(wrongPlace.message())
                .contains("position is not the staged length: field=position value=5 length=2800000");
        ReplyReader put = client.ask(request ->
                request.path("big").initPut().body(RequestPutBodySource.STAGED).stageId(stageId));
        assertThat(put.item().state().bodyLength()).isEqualTo(2_800_000);

        restartAfterPowerLoss();

        ReplyReader read = client.ask(request -> request.path("big")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(100)
                .initGet()
                .rangeStart(699_950)
                .rangeLength(100));
        assertThat(read.bodyLength()).isEqualTo(100);
        byte[] seam = client.arena(TestClient.REPLY_OFFSET, 100);
        assertThat(seam[49]).isZero();
        assertThat(seam[50]).isEqualTo((byte) 1);
    }

    @Test
    void aReplyTooLongForTheRingComesThroughTheArenaOrSaysWhatItNeeds() {
        byte[] value = new byte[200_000];
        for (int i = 0; i < 2; i++) {
            String name = "b" + i;
            client.ask(request -> request.path("a")
                    .condition("")
                    .initPut()
                    .mode(io.vireo.channel.message.RequestPutMode.MERGE)
                    .initAttributes(1)
                    .get(0)
                    .name(name)
                    .initValue()
                    .bytes(value));
        }

        ReplyReader without = client.ask(request -> request.path("a").initGet().attributes(RequestProjection.USER));
        ReplyReader with = client.ask(request -> request.path("a")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(without.replyLength())
                .initGet()
                .attributes(RequestProjection.USER));

        assertThat(without.status()).isEqualTo(Status.TOO_LARGE);
        assertThat(without.replyLength()).isBetween(400_000L, 401_000L);
        assertThat(with.status()).isEqualTo(Status.OK);
        assertThat(with.item().attributes().count()).isEqualTo(2);
        assertThat(with.item().attributes().get(1).value().bytes().length()).isEqualTo(200_000);
    }

    @Test
    void refusesToStartOverCorruptionAndNamesThePlace() throws IOException {
        write("a", 1);
        write("b", 2);
        write("c", 3);
        damage("VFRM");
        SimulatedDisk damaged = disk.copy();
        stop();
        disk = damaged;

        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("journal is corrupt");

        disk = new SimulatedDisk();
        start();
    }

    /** Flips a bit of stored bytes. */
    private void damage(String text) {
        byte[] segment = disk.bytes(disk.names().getFirst());
        int at = new String(segment, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        segment[at + 1] ^= 4;
    }

    private ReplyReader write(String path, long number) {
        return client.ask(request -> request.path(path)
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("n")
                .initValue()
                .integer(number));
    }

    private ReplyReader writeBody(String path, int length) {
        client.fillArena(new byte[length]);
        return client.ask(
                request -> request.path(path).bodyLength(length).initPut().body(RequestPutBodySource.ARENA));
    }

    private long number(String path) {
        ReplyReader reply = client.ask(request -> request.path(path).initGet().attributes(RequestProjection.USER));
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        return reply.item().attributes().get(0).value().integer();
    }
}
