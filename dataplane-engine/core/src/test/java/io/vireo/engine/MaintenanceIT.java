package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.SimulatedDisk;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a whole engine does beside its requests: checkpoints, compaction, removal of segments; over a disk in memory, spoken to through a real channel. */
class MaintenanceIT extends EngineOverDisk {
    private static final int BODY_LENGTH = 100_000;
    private static final int ITEM_COUNT = 20;
    private static final long DEADLINE_NS = 30_000_000_000L;

    private int beat;

    MaintenanceIT() {
        super(1_000, 2 * SEGMENT_BYTES, 1L << 30);
    }

    @Test
    void spaceComesBackAfterOverwriting() throws IOException {
        for (int round = 0; round < 20; round++) {
            writeAll(round);
        }

        awaitSegments(8);

        requireAll(19);
        restartAfterPowerLoss();
        requireAll(19);
        assertThat(engine.itemCount()).isGreaterThanOrEqualTo(ITEM_COUNT);
    }

    @Test
    void tellsWhatItHoldsWroteAndFoundDamaged() {
        for (int round = 0; round < 6; round++) {
            writeAll(round);
        }
        awaitSegments(8);
        awaitCheckpoints();
        for (String name : disk.names()) {
            if (name.endsWith(".journal")) {
                byte[] bytes = disk.bytes(name);
                Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 8, (byte) 0x55);
            }
        }

        await(() -> client.ask(RequestWriter::setPing).engine().damageCount() > 0);

        var report = client.ask(RequestWriter::setPing).engine();
        assertThat(report.itemCount()).isEqualTo(ITEM_COUNT + 1);
        assertThat(report.storedBytes()).isBetween((long) ITEM_COUNT * BODY_LENGTH, 2L * ITEM_COUNT * BODY_LENGTH);
        assertThat(report.writtenBytes()).isGreaterThan(6L * ITEM_COUNT * BODY_LENGTH);
        assertThat(report.checkpointBytes()).isPositive();
        assertThat(report.checkpointNumber()).isPositive();
        assertThat(report.removedSegments()).isPositive();
        assertThat(report.indexBytes()).isPositive();
        assertThat(report.scrubbedBytes()).isPositive();
        assertThat(report.damage()).contains("fails its checksum", "segment=");
    }

    @Test
    void spaceComesBackAfterDeleting() throws IOException {
        for (int round = 0; round < 3; round++) {
            writeAll(round);
        }
        for (int i = 1; i < ITEM_COUNT; i++) {
            String path = "body/" + i;
            assertThat(client.ask(request -> request.path(path).initDelete()).status())
                    .isEqualTo(Status.OK);
        }

        awaitSegments(6);

        requireBody("body/0", 2);
        restartAfterPowerLoss();
        requireBody("body/0", 2);
        assertThat(get("body/1").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void bodiesThatCameInPartsAreMovedToo() throws IOException {
        stage("kept", 3);
        for (int round = 0; round < 12; round++) {
            writeAll(round);
        }

        awaitSegments(8);

        requireStaged("kept", 3);
        restartAfterPowerLoss();
        requireStaged("kept", 3);
    }

    @Test
    void recordsOfStreamsAreMovedToo() throws IOException {
        client.ask(request -> request.path("s").initCreateStream().shardCount(1));
        for (int i = 0; i < 50; i++) {
            append((byte) i);
            write("body/" + i % ITEM_COUNT, i);
            write("body/" + i % ITEM_COUNT, i + 1);
        }
        for (int round = 0; round < 6; round++) {
            writeAll(round);
        }

        awaitSegments(8);

        requireRecords(50);
        restartAfterPowerLoss();
        requireRecords(50);
    }

    @Test
    void aPinnedVersionStaysReadableWhateverIsCompacted() {
        write("pinned", 7);
        ReplyReader pinned =
                client.ask(request -> request.path("pinned").initGet().pin(true));
        long handle = pinned.pinned().handle();
        for (int round = 0; round < 12; round++) {
            write("pinned", 100 + round);
            writeAll(round);
        }
        awaitSegments(9);

        ReplyReader read = client.ask(request -> request.path("pinned")
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(BODY_LENGTH)
                .initGet()
                .handle(handle)
                .rangeLength(BODY_LENGTH));

        assertThat(read.status()).as(read.message()).isEqualTo(Status.OK);
        assertThat(client.arena(TestClient.REPLY_OFFSET, BODY_LENGTH)).containsOnly((byte) 7);
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws IOException {
        for (int round = 0; round < 6; round++) {
            writeAll(round);
        }
        awaitCheckpoints();
        stop();
        disk = disk.crashed();
        damageNewestCheckpoint();

        start();

        requireAll(5);
        assertThat(engine.notes()).singleElement().asString().contains("checkpoint cannot be used");
    }

    @Test
    void refusesToStartWhenNoCheckpointIsWholeAndTheLogIsNotAllThere() throws IOException {
        for (int round = 0; round < 20; round++) {
            writeAll(round);
        }
        awaitSegments(8);
        awaitCheckpoints();
        stop();
        SimulatedDisk whole = disk.crashed();
        disk = disk.crashed();
        for (String name : checkpoints()) {
            disk.bytes(name)[100] ^= 1;
        }

        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no checkpoint is whole, and the journal does not go back to its start")
                .hasMessageContaining(checkpoints().getFirst());

        disk = whole;
        start();
        requireAll(19);
    }

    @Test
    void makesRoomByDeletesOnAFullDisk() throws IOException {
        for (int round = 0; round < 2; round++) {
            writeAll(round);
        }
        awaitSegments(14);
        disk.capacity = 0;
        Status status = Status.OK;
        for (int i = 0; status == Status.OK; i++) {
            status = tryWrite("filler/" + i, 1).status();
        }
        assertThat(status).isEqualTo(Status.READ_ONLY);
        requireBody("body/0", 1);

        for (int i = 1; i < ITEM_COUNT; i++) {
            String path = "body/" + i;
            ReplyReader deleted = client.ask(request -> request.path(path).initDelete());
            assertThat(deleted.status()).as(deleted.message()).isEqualTo(Status.OK);
        }
        disk.capacity = Long.MAX_VALUE;

        await(() -> tryWrite("after", 3).status() == Status.OK);
        requireBody("body/0", 1);
        restartAfterPowerLoss();
        requireBody("body/0", 1);
        requireBody("after", 3);
        assertThat(get("body/1").status()).isEqualTo(Status.NOT_FOUND);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            nowNs.addAndGet(1_000_000_000L);
            // Keeps the reactor going round.
            client.ask(request -> request.path("beat").initGet());
        }
    }

    /** Waits until no more segments are left than this; small writes let checkpoints come about. */
    private void awaitSegments(int count) {
        await(() -> {
            write("beat", ++beat);
            return disk.names().stream()
                            .filter(name -> name.endsWith(".journal"))
                            .count()
                    <= count;
        });
    }

    private void awaitCheckpoints() {
        await(() -> {
            write("beat", ++beat);
            return checkpoints().size() == 2;
        });
    }

    private List<String> checkpoints() {
        return disk.names().stream()
                .filter(name -> name.endsWith(".checkpoint"))
                .toList();
    }

    private void damageNewestCheckpoint() {
        byte[] bytes = disk.bytes(checkpoints().getLast());
        bytes[bytes.length / 2] ^= 1;
    }

    private void writeAll(int number) {
        for (int i = 0; i < ITEM_COUNT; i++) {
            write("body/" + i, number);
        }
    }

    private void write(String path, int number) {
        ReplyReader reply = tryWrite(path, number);
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private ReplyReader tryWrite(String path, int number) {
        byte[] body = new byte[BODY_LENGTH];
        Arrays.fill(body, (byte) number);
        client.fillArena(body);
        return client.ask(
                request -> request.path(path).bodyLength(BODY_LENGTH).initPut().body(RequestPutBodySource.ARENA));
    }

    private void requireAll(int number) {
        for (int i = 0; i < ITEM_COUNT; i++) {
            requireBody("body/" + i, number);
        }
    }

    private void requireBody(String path, int number) {
        ReplyReader reply = get(path);
        assertThat(reply.status()).as(path + " " + reply.message()).isEqualTo(Status.OK);
        assertThat(client.arena(TestClient.REPLY_OFFSET, BODY_LENGTH)).as(path).containsOnly((byte) number);
    }

    private ReplyReader get(String path) {
        return client.ask(request -> request.path(path)
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(4 * BODY_LENGTH)
                .initGet()
                .attributes(RequestProjection.USER)
                .rangeLength(4 * BODY_LENGTH));
    }

    private void stage(String path, int parts) {
        long stageId =
                client.ask(request -> request.path(path).initStage()).stage().stageId();
        for (int i = 0; i < parts; i++) {
            byte[] part = new byte[BODY_LENGTH];
            Arrays.fill(part, (byte) (50 + i));
            client.fillArena(part);
            long position = (long) i * BODY_LENGTH;
            client.ask(request -> request.path(path)
                    .bodyLength(BODY_LENGTH)
                    .initStage()
                    .stageId(stageId)
                    .position(position));
        }
        ReplyReader put = client.ask(request ->
                request.path(path).initPut().body(RequestPutBodySource.STAGED).stageId(stageId));
        assertThat(put.status()).as(put.message()).isEqualTo(Status.OK);
    }

    private void requireStaged(String path, int parts) {
        ReplyReader reply = get(path);
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        assertThat(reply.bodyLength()).isEqualTo(parts * BODY_LENGTH);
        for (int i = 0; i < parts; i++) {
            assertThat(client.arena(TestClient.REPLY_OFFSET + (long) i * BODY_LENGTH, BODY_LENGTH))
                    .containsOnly((byte) (50 + i));
        }
    }

    private void append(byte number) {
        ReplyReader reply = client.ask(request ->
                request.path("s/0").initAppend().initRecords(1).get(0).data(new byte[] {number}));
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private void requireRecords(int count) {
        ReplyReader page =
                client.ask(request -> request.path("s/0").initRead().location(1).limit(1_000));
        assertThat(page.status()).as(page.message()).isEqualTo(Status.OK);
        assertThat(page.records().page().count()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(page.records().page().get(i).data().toByteArray()).containsExactly(i);
        }
    }
}
