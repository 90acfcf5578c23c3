package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.io.DiskAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under a writing client, over and over on the same data: nothing acknowledged is lost, nothing is half there. */
class EngineKillIT {
    private static final int KILLS = Integer.getInteger("vireo.engine.kills", 200);

    /** Engines beside each other, each with its data and its way to the disk: so that the time of starting is used. */
    private static final List<DiskAccess> LANES = List.of(DiskAccess.probe(), DiskAccess.threads());

    private static final long LONGEST_LIFE_NS = 120_000_000L;

    /** So small that every life meets new segments, checkpoints, compaction and the removal of segments. */
    private static final String SMALL = ", \"segmentBytes\": 1048576, \"checkpointBytes\": 1048576";

    /** What is written is overwritten: without removal there would be hundreds. */
    private static final int SEGMENT_COUNT_MAX = 60;

    @TempDir
    Path folder;

    @Test
    void losesNothingAcknowledgedAndKeepsNothingByHalves() throws Exception {
        long seed = Long.getLong("vireo.engine.seed", 20261123L);
        ThreadFactory threads = Thread.ofPlatform().name("lane-", 0).factory();
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES.size(), threads)) {
            Future<?>[] results = new Future<?>[LANES.size()];
            for (int lane = 0; lane < LANES.size(); lane++) {
                Path data = Files.createDirectory(folder.resolve("lane" + lane));
                long laneSeed = seed + lane;
                DiskAccess access = LANES.get(lane);
                results[lane] = lanes.submit((Callable<Void>) () -> {
                    killOverAndOver(data, access, laneSeed);
                    return null;
                });
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
    }

    private static void killOverAndOver(Path data, DiskAccess access, long seed) throws Exception {
        String configuration = SMALL + ", \"diskAccess\": \"" + choice(access) + "\"";
        CrashWorkload workload = new CrashWorkload(seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS / LANES.size(); kill++) {
            String where = "seed=" + seed + " kill=" + kill + " disk=" + access;
            try (RunningEngine engine = RunningEngine.start(data, configuration)) {
                assertThat(engine.firstLine()).as(where).startsWith("ready").endsWith("disk=" + access.description());
                try (TestClient client = engine.connect()) {
                    workload.check(client);
                    long lifeNs = (long) (random.nextDouble() * LONGEST_LIFE_NS);
                    // Every other life begins with the first reply, so that a slow machine, too, has some of them that
                    // get far.
                    CountDownLatch begin = new CountDownLatch(kill % 2);
                    Thread killer = Thread.ofPlatform().start(() -> {
                        awaitQuietly(begin);
                        LockSupport.parkNanos(lifeNs);
                        engine.process().destroyForcibly();
                    });
                    workload.writeUntilGone(client, begin::countDown);
                    killer.join();
                } catch (AssertionError e) {
                    throw new AssertionError(where + ": " + e.getMessage(), e);
                }
            }
        }
        assertThat(workload.acknowledgedCount()).as("seed=" + seed).isGreaterThan(KILLS);
        List<String> segments = segments(data);
        assertThat(segments).as("seed=" + seed).hasSizeLessThan(SEGMENT_COUNT_MAX);
        assertThat(segments).as("seed=" + seed).doesNotContain("reactor-000-00000000.journal");
    }

    private static DiskAccess.Choice choice(DiskAccess access) {
        return switch (access.kind()) {
            case URING -> DiskAccess.Choice.URING;
            case THREADS -> DiskAccess.Choice.THREADS;
            case CALLER -> DiskAccess.Choice.BEST;
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> segments(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("engine/journal"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".journal"))
                    .toList();
        }
    }
}
