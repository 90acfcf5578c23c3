package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Grant.Durability;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writes that are acknowledged by the interval: what they wait for, what makes them durable, and what is lost of them at most. */
class IntervalIT extends EngineOverDisk {
    private static final long DEADLINE_NS = 30_000_000_000L;

    IntervalIT() {
        super(1, 64 * SEGMENT_BYTES, 0);
    }

    @Test
    void areAcknowledgedBeforeTheDiskHasThemAndAreLostWithThePower() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            put(client, "forced");
            int forces = disk.forceCount;

            put(relaxed, "relaxed");

            assertThat(disk.forceCount).isEqualTo(forces);
        }
        losePower();
        assertThat(isThere("forced")).isTrue();
        assertThat(isThere("relaxed")).isFalse();
    }

    @Test
    void areOnTheDiskOnceTheIntervalIsOver() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            int forces = disk.forceCount;
            put(relaxed, "relaxed");

            nowNs.addAndGet(Limits.INTERVAL_NS);

            await(() -> disk.forceCount > forces);
        }
        losePower();
        assertThat(isThere("relaxed")).isTrue();
    }

    @Test
    void areMadeDurableForWhoeverReadsThem() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            put(relaxed, "relaxed");

            assertThat(isThere("relaxed")).isTrue();
        }
        losePower();
        assertThat(isThere("relaxed")).isTrue();
    }

    @Test
    void areMadeDurableForWhoeverListsThem() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            put(relaxed, "folder/relaxed");

            ReplyReader page =
                    client.ask(request -> request.path("folder").initList().limit(10));

            assertThat(page.listing().entries().count()).isEqualTo(1);
        }
        losePower();
        assertThat(isThere("folder/relaxed")).isTrue();
    }

    @Test
    void areMadeDurableByTheNextWriteThatIsForced() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            put(relaxed, "relaxed");
            put(client, "forced");
        }
        losePower();
        assertThat(isThere("relaxed")).isTrue();
    }

    @Test
    void areMadeDurableByAnOrderlyStop() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            put(relaxed, "relaxed");
        }

        restartAfterPowerLoss(); // the engine is stopped before the power goes

        assertThat(isThere("relaxed")).isTrue();
    }

    @Test
    void areLostFromTheEndAlone() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            for (int i = 0; i < 300; i++) {
                put(relaxed, "item/" + i);
                nowNs.addAndGet(Limits.INTERVAL_NS / 40);
            }
        }
        losePower();

        List<Boolean> there =
                IntStream.range(0, 300).mapToObj(i -> isThere("item/" + i)).toList();
        int kept = (int) there.stream().filter(Boolean::booleanValue).count();
        assertThat(there.subList(0, kept)).doesNotContain(false);
        assertThat(kept).isGreaterThan(200);
    }

    @Test
    void areWholeBatchesOrNothing() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            ReplyReader reply = relaxed.ask(request -> {
                var parts = request.initBatch().initRequests(2);
                parts.get(0).container(RunningEngine.CONTAINER).path("batch/a").initPut();
                parts.get(1).container(RunningEngine.CONTAINER).path("batch/b").initPut();
            });
            assertThat(reply.status()).as(reply.message()).isIn(Status.OK, Status.SPANS_PARTITIONS);
        }
        losePower();
        assertThat(isThere("batch/a")).isEqualTo(isThere("batch/b"));
    }

    @Test
    void thatCannotBeKeptAreTakenBackAndToldOf() throws IOException {
        try (TestClient relaxed = connect(Durability.INTERVAL)) {
            put(relaxed, "relaxed");
            disk.failingWrites = 1;

            ReplyReader refusal = client.ask(request -> request.path("forced").initPut());

            assertThat(refusal.status()).isEqualTo(Status.READ_ONLY);
            assertThat(isThere("relaxed")).isFalse();
            assertThat(client.ask(RequestWriter::setPing).engine().damage())
                    .contains("acknowledged by the interval could not be kept: count=1");
        }
    }

    private static void put(TestClient by, String path) {
        ReplyReader reply = by.ask(request -> request.path(path).initPut());
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private boolean isThere(String path) {
        return client.ask(request -> request.path(path).initGet()).status() == Status.OK;
    }

    /** What was forced by now is all that there is: the engine, which goes on over the old disk, has lost it. */
    private void losePower() throws IOException {
        var left = disk.crashed();
        stop();
        disk = left;
        start();
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
