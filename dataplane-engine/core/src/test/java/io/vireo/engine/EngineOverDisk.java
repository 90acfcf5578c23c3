package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Durability;
import io.vireo.channel.Grant.Scope;
import io.vireo.engine.io.DiskAccess;
import io.vireo.engine.io.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of a whole engine start from: one over a disk in memory and a clock of its own, spoken to through a real channel. */
abstract class EngineOverDisk {
    static final long SEGMENT_BYTES = Limits.SEGMENT_LENGTH_MIN;
    private static final long MEMORY_BYTES = 64L << 20;

    @TempDir
    Path folder;

    final AtomicLong nowNs = new AtomicLong(1_000_000_000_000L);
    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    SimulatedDisk disk = new SimulatedDisk();
    Engine engine;
    TestClient client;

    private final long tickNs;
    private final long checkpointBytes;
    private final long scrubBytesPerSecond;

    /**
     * @param tickNs by which the clock goes on whenever it is read
     * @param checkpointBytes of the journal after which a checkpoint is due
     * @param scrubBytesPerSecond 0: none
     */
    EngineOverDisk(long tickNs, long checkpointBytes, long scrubBytesPerSecond) {
        this.tickNs = tickNs;
        this.checkpointBytes = checkpointBytes;
        this.scrubBytesPerSecond = scrubBytesPerSecond;
    }

    @BeforeEach
    final void start() throws IOException {
        Path socket = folder.resolve("engine.sock");
        EngineConfig config = new EngineConfig(
                folder,
                socket,
                1,
                4,
                folder,
                SEGMENT_BYTES,
                MEMORY_BYTES,
                checkpointBytes,
                scrubBytesPerSecond,
                0,
                DiskAccess.Choice.BEST);
        engine = Engine.start(
                config,
                disk,
                () -> nowNs.addAndGet(tickNs),
                new Random(1),
                RunningEngine.GRANT_KEY,
                faults::add,
                () -> {});
        client = connect(Durability.FSYNC);
    }

    final TestClient connect(Durability durability) throws IOException {
        Scope all = new Scope(RunningEngine.CONTAINER, "", EnumSet.allOf(Action.class), durability);
        return TestClient.connect(folder.resolve("engine.sock"), RunningEngine.token(all, 0));
    }

    @AfterEach
    final void stop() throws IOException {
        client.close();
        engine.close();
        assertThat(faults).isEmpty();
    }

    final void restartAfterPowerLoss() throws IOException {
        stop();
        disk = disk.crashed();
        start();
    }
}
