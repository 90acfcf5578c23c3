package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under a writing client, over and over on the same data: nothing acknowledged is lost, nothing is half there. */
class EngineKillIT {
    private static final int KILLS = Integer.getInteger("vireo.engine.kills", 200);

    /** Engines beside each other, each with its data: so that the time of starting is used. */
    private static final int LANES = 2;

    private static final long LONGEST_LIFE_NS = 120_000_000L;

    @TempDir
    Path folder;

    @Test
    void losesNothingAcknowledgedAndKeepsNothingByHalves() throws Exception {
        long seed = Long.getLong("vireo.engine.seed", 20261123L);
        ThreadFactory threads = Thread.ofPlatform().name("lane-", 0).factory();
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES, threads)) {
            Future<?>[] results = new Future<?>[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                Path data = Files.createDirectory(folder.resolve("lane" + lane));
                long laneSeed = seed + lane;
                results[lane] = lanes.submit((Callable<Void>) () -> {
                    killOverAndOver(data, laneSeed);
                    return null;
                });
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
    }

    private static void killOverAndOver(Path data, long seed) throws Exception {
        CrashWorkload workload = new CrashWorkload(seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS / LANES; kill++) {
            String where = "seed=" + seed + " kill=" + kill;
            try (RunningEngine engine = RunningEngine.start(data)) {
                assertThat(engine.firstLine()).as(where).startsWith("ready");
                try (TestClient client = engine.connect()) {
                    workload.check(client);
                    long lifeNs = (long) (random.nextDouble() * LONGEST_LIFE_NS);
                    Thread killer = Thread.ofPlatform().start(() -> {
                        LockSupport.parkNanos(lifeNs);
                        engine.process().destroyForcibly();
                    });
                    workload.writeUntilGone(client);
                    killer.join();
                } catch (AssertionError e) {
                    throw new AssertionError(where + ": " + e.getMessage(), e);
                }
            }
        }
        assertThat(workload.acknowledgedCount()).as("seed=" + seed).isGreaterThan(KILLS);
    }
}
