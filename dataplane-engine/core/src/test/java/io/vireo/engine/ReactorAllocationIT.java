package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.DiskAccess;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.io.LocalDisk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the reactor's thread takes from the heap for an operation, once everything that is kept is there: nothing for gets and puts of attributes. What is left is of rounds
 * and commits, which have many operations: a few bytes each.
 */
class ReactorAllocationIT {
    /** Of an operation, for what a round makes. */
    private static final int NOTHING_BYTES = 24;

    private static final int RUNS = 30;
    private static final int OPERATIONS = 5_000;
    private static final int DEPTH = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private final List<Throwable> faults = new ArrayList<>();
    private Engine engine;
    private TestClient client;
    private long reactor;

    @BeforeEach
    void start() throws IOException {
        Path socket = folder.resolve("s");
        EngineConfig config = new EngineConfig(
                folder, socket, 1, 4, folder, 64L << 20, 64L << 20, 1L << 40, 0, 0, DiskAccess.Choice.BEST);
        engine = Engine.start(
                config,
                LocalDisk.open(folder.resolve("journal")),
                EpochClock.of(Clock.systemUTC()),
                new Random(1),
                RunningEngine.GRANT_KEY,
                faults::add,
                () -> {});
        client = TestClient.connect(
                socket, RunningEngine.token(new Scope(RunningEngine.CONTAINER, "", EnumSet.allOf(Action.class)), 0));
        reactor = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("reactor-0"))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        engine.close();
        assertThat(faults).isEmpty();
    }

    private interface Ask {
        long send(int number);
    }

    /**
     * Bytes an operation, a number of them being under way at a time: once a run takes next to nothing, or of the best of many. What is kept grows to the largest commit that there
     * ever was, and a system call makes an object until the compiler has done away with it.
     */
    private double allocatedBytes(Ask ask) {
        repeat(ask); // what is kept is made, and code is compiled
        double least = Double.MAX_VALUE;
        for (int run = 0; run < RUNS && least >= NOTHING_BYTES; run++) {
            long before = THREADS.getThreadAllocatedBytes(reactor);
            repeat(ask);
            least = Math.min(least, (THREADS.getThreadAllocatedBytes(reactor) - before) / (double) OPERATIONS);
        }
        return least;
    }

    private void repeat(Ask ask) {
        for (int i = 0; i < OPERATIONS; i += DEPTH) {
            List<Long> ids = new ArrayList<>();
            for (int j = 0; j < DEPTH; j++) {
                ids.add(ask.send(i + j));
            }
            for (long id : ids) {
                assertThat(client.await(id).status()).isEqualTo(Status.OK);
            }
        }
    }

    private long put(int number) {
        return client.send(request -> {
            var put = request.path("a/directory/item-" + number).initPut().mode(RequestPutMode.REPLACE);
            put.initAttributes(1).get(0).name("v").initValue().bytes(new byte[100]);
        });
    }

    private long get(int number) {
        return client.send(
                request -> request.path("a/directory/item-" + number).initGet().attributes(RequestProjection.USER));
    }

    private long merge(int number) {
        return client.send(request -> {
            var put = request.path("a/directory/item-" + number).initPut().mode(RequestPutMode.MERGE);
            put.initAttributes(1).get(0).name("w").initValue().integer(number);
        });
    }

    @Test
    void allocatesNothing() {
        assertThat(allocatedBytes(this::put)).as("of a put").isLessThan(NOTHING_BYTES);
        assertThat(allocatedBytes(this::get)).as("of a get").isLessThan(NOTHING_BYTES);
        assertThat(allocatedBytes(this::merge)).as("of a put that merges").isLessThan(NOTHING_BYTES);
    }

    @Test
    void allocatesNothingForItemsThatAreNew() {
        AtomicInteger next = new AtomicInteger();

        assertThat(allocatedBytes(_ -> put(next.getAndIncrement())))
                .as("of a put of a new item")
                .isLessThan(NOTHING_BYTES);
    }
}
