package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ChangeKind;
import io.vireo.channel.message.ChangeReader;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestFeedImages;
import io.vireo.channel.message.RequestFeedWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.Status;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of all partitions of a real engine that is killed over and over: it is told every acknowledged write once, and each with what was there before. */
class FeedKillIT {
    private static final int KILLS = Integer.getInteger("vireo.engine.feed.kills", 12);
    private static final int PARTITIONS = 4;
    private static final int PATHS = 12;
    private static final int DEPTH = 16;
    private static final String SMALL = ", \"segmentBytes\": 1048576, \"checkpointBytes\": 1048576";

    @TempDir
    Path folder;

    /** By path: how often it was asked for, and acknowledged, to be counted up; and what the reader was told. */
    private final Map<String, Long> asked = new HashMap<>();

    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private final byte[][] positions = new byte[PARTITIONS][0];
    private long toldCount;

    @Test
    void tellsEveryAcknowledgedWriteOnce() throws Exception {
        long seed = Long.getLong("vireo.engine.seed", 20261123L);
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            try (RunningEngine engine = RunningEngine.start(folder, SMALL)) {
                assertThat(engine.firstLine()).as("seed=" + seed).startsWith("ready");
                try (TestClient client = engine.connect()) {
                    keep(client);
                    readAll(client);
                    told.forEach((path, count) -> assertThat(count)
                            .as("seed=" + seed + " " + path)
                            .isBetween(acknowledged.getOrDefault(path, 0L), asked.getOrDefault(path, 0L)));
                    asked.putAll(told); // what was not acknowledged has happened, or never will
                    write(client, random, 200 + random.nextInt(400), engine);
                }
            }
        }
        assertThat(toldCount).as("seed=" + seed).isGreaterThan(KILLS * 100L);
    }

    private static void keep(TestClient client) {
        ReplyReader reply = client.ask(request -> request.path(".feed/retention")
                .initPut()
                .initAttributes(1)
                .get(0)
                .name("seconds")
                .initValue()
                .integer(3_600));
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
    }

    private record InFlight(String path, long number, long id) {}

    /** Counts items up, reads now and then, and kills the engine with requests under way. */
    private void write(TestClient client, Random random, int count, RunningEngine engine) {
        ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            String path = "counters/" + random.nextInt(PATHS);
            long number = asked.merge(path, 1L, Long::sum);
            long id = client.send(request -> request.path(path)
                    .initUpdate()
                    .expression("number = if_not_exists(number, 0) + 1; fill = '" + "x".repeat(2_000) + "'")
                    .createIfMissing(true));
            inFlight.add(new InFlight(path, number, id));
            if (inFlight.size() == DEPTH) {
                acknowledge(client, inFlight.remove());
            }
            if (i % 50 == 0) {
                readPage(client, random.nextInt(PARTITIONS));
            }
        }
        engine.process().destroyForcibly();
    }

    private void acknowledge(TestClient client, InFlight write) {
        ReplyReader reply = client.await(write.id());
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        acknowledged.merge(write.path(), write.number(), Math::max);
    }

    private void readAll(TestClient client) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            boolean isAtEnd = false;
            while (!isAtEnd) {
                isAtEnd = readPage(client, partition);
            }
        }
    }

    private boolean readPage(TestClient client, int partition) {
        ReplyReader page = client.ask(request -> {
            RequestFeedWriter feed = request.path("counters")
                    .replyOffset(TestClient.REPLY_OFFSET)
                    .replyCapacity(4 << 20)
                    .initFeed()
                    .partition(partition)
                    .limit(100)
                    .images(RequestFeedImages.BOTH)
                    .attributes(RequestProjection.USER);
            if (positions[partition].length > 0) {
                feed.position(positions[partition]);
            }
        });
        assertThat(page.status()).as(page.message()).isEqualTo(Status.OK);
        for (int i = 0; i < page.changes().changePage().count(); i++) {
            take(page.changes().changePage().get(i));
        }
        positions[partition] = page.changes().nextPosition().toByteArray();
        return page.changes().atEnd();
    }

    private void take(ChangeReader change) {
        long before = told.getOrDefault(change.path(), 0L);
        toldCount++;
        assertThat(change.kind()).isEqualTo(before == 0 ? ChangeKind.CREATED : ChangeKind.CHANGED);
        assertThat(change.version()).as(change.path()).isEqualTo(before + 1);
        assertThat(change.newItem().attributes().get(1).value().integer()).isEqualTo(before + 1);
        if (before > 0) {
            assertThat(change.oldItem().attributes().get(1).value().integer()).isEqualTo(before);
        }
        told.put(change.path(), before + 1);
    }
}
