package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.ListRange.KeyAttribute;
import io.vireo.client.ListRange.KeyType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real engine that is killed under the writers of a table with indexes: what the indexes hold afterwards is what the rows make. */
@Timeout(120)
class IndexKillIT {
    private static final long CONTAINER = 7;
    private static final String TABLE = "t";
    private static final int KILLS = 4;
    private static final int ROWS = 300;
    private static final int UNDER_WAY = 16;
    private static final int WRITES_UNTIL_KILL = 1_500;
    private static final KeyAttribute GROUP = new KeyAttribute("group", KeyType.TEXT);
    private static final KeyAttribute RANK = new KeyAttribute("rank", KeyType.NUMBER);

    @TempDir
    Path folder;

    private final Random random = new Random(42);

    @Test
    void holdsWhatTheRowsMakeAfterEachStart() throws IOException {
        try (EngineUnderTest engine = EngineUnderTest.start(folder, 2)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (DataClient client = engine.client(CONTAINER)) {
                    if (kill == 1) {
                        create(client, IndexDefinition.global("by-group", GROUP, RANK, Projection.USER));
                        create(client, IndexDefinition.local("by-rank", RANK, Projection.NONE));
                    }
                    writeUntilKilled(client, engine);
                }
                engine.start();
                try (DataClient client = engine.client(CONTAINER)) {
                    requireRight(client, kill >= 1);
                }
            }
        }
    }

    private static void create(DataClient client, IndexDefinition index) {
        join(client.createIndex(CONTAINER, TABLE, index));
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Keeps requests under way, so that some are at every step of their way when the engine dies. */
    private void writeUntilKilled(DataClient client, EngineUnderTest engine) {
        AtomicLong underWay = new AtomicLong();
        AtomicLong done = new AtomicLong();
        while (done.get() < WRITES_UNTIL_KILL) {
            if (underWay.get() >= UNDER_WAY) {
                LockSupport.parkNanos(50_000);
                continue;
            }
            underWay.incrementAndGet();
            write(client).whenComplete((_, _) -> {
                underWay.decrementAndGet();
                done.incrementAndGet();
            });
        }
        engine.kill();
    }

    private CompletableFuture<?> write(DataClient client) {
        int row = random.nextInt(ROWS);
        String path = TABLE + "/" + row % 20 + "." + row;
        if (random.nextInt(5) == 0) {
            return client.delete(DeleteRequest.of(CONTAINER, path));
        }
        TreeMap<String, AttributeValue> attributes = new TreeMap<>();
        attributes.put("group", new Text("g" + random.nextInt(7)));
        if (random.nextInt(8) > 0) {
            attributes.put("rank", new Int64(random.nextInt(100)));
        }
        return client.put(PutRequest.attributes(CONTAINER, path, PutRequest.Mode.REPLACE, attributes));
    }

    private static void requireRight(DataClient client, boolean hasIndexes) {
        if (!hasIndexes) {
            return;
        }
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isSettled(join(client.indexes(CONTAINER, TABLE)))) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadlineNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        Set<String> ranked = new TreeSet<>();
        String marker = "";
        do {
            ListPage page = join(client.list(new ListRequest(
                    CONTAINER,
                    TABLE,
                    marker,
                    100,
                    false,
                    ListRequest.Directories.EXCLUDE,
                    "",
                    Projection.USER,
                    0,
                    0,
                    "")));
            page.entries().stream()
                    .filter(row -> row.attributes().containsKey("rank"))
                    .forEach(row -> ranked.add(row.path() + " " + row.attributes()));
            marker = page.nextMarker();
        } while (!marker.isEmpty());
        assertThat(ranked).isNotEmpty();
        assertThat(scan(client, "by-group", true)).isEqualTo(ranked);
        assertThat(scan(client, "by-rank", false)).hasSameSizeAs(ranked);
    }

    private static boolean isSettled(TableIndexes indexes) {
        return indexes.behindBytes() == 0
                && indexes.all().stream().allMatch(index -> index.state() == TableIndexes.State.ACTIVE);
    }

    private static Set<String> scan(DataClient client, String index, boolean hasAttributes) {
        Set<String> rows = new TreeSet<>();
        QueryRequest request = QueryRequest.of(CONTAINER, TABLE, index, QueryRequest.Range.SCAN);
        byte[] marker = {};
        do {
            QueryPage page = join(client.query(request.after(marker)));
            for (Item row : page.rows()) {
                String shown = row.path() + (hasAttributes ? " " + row.attributes() : "");
                if (!rows.add(shown)) {
                    throw new CompletionException("row is there twice: " + shown, null);
                }
            }
            marker = page.marker();
        } while (marker.length > 0);
        return rows;
    }
}
