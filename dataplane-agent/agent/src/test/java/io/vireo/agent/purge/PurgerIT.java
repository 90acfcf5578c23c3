package io.vireo.agent.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.GrantSigner;
import io.vireo.client.DataClient;
import io.vireo.client.EngineUnderTest;
import io.vireo.client.Item;
import io.vireo.client.ListRequest;
import io.vireo.client.NewRecord;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.controlplane.api.v1.ContainerPurge;
import io.vireo.controlplane.api.v1.PurgeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real engine. */
@Timeout(120)
class PurgerIT {
    private static final String TENANT = "8f14e45f-ceea-467f-a0e6-00000000000a";
    private static final long OLD = 7;
    private static final long OTHER = 8;
    private static final int ITEMS = 1_200;

    @TempDir
    Path folder;

    private final Semaphore changes = new Semaphore(0);
    private EngineUnderTest engine;
    private Purger purger;

    @BeforeEach
    void start() throws IOException {
        engine = EngineUnderTest.start(folder, 1);
        purger = new Purger(
                engine.socket(), new GrantSigner(Files.readAllBytes(folder.resolve("grant.key"))), changes::release);
    }

    @AfterEach
    void stop() {
        purger.close();
        engine.close();
    }

    @Test
    void deletesAllThatAContainerHoldsAndNothingElse() throws Exception {
        fill(OLD);
        fill(OTHER);
        int count = paths(OLD).size();
        List<String> others = paths(OTHER);

        purger.want(List.of(order(OLD)));

        awaitChange();
        assertThat(purger.statuses()).containsExactly(status(OLD, count));
        assertThat(paths(OLD)).isEmpty();
        assertThat(paths(OTHER)).isEqualTo(others);
    }

    @Test
    void goesOnWhenTheEngineIsBack() throws Exception {
        fill(OLD);
        engine.kill();
        purger.want(List.of(order(OLD)));
        engine.start();

        awaitChange();

        assertThat(paths(OLD)).isEmpty();
    }

    @Test
    void findsNothingToDoTheSecondTimeAndForgetsWhatIsNotWanted() throws Exception {
        purger.want(List.of(order(OLD)));
        awaitChange();
        assertThat(purger.statuses()).containsExactly(status(OLD, 0));

        purger.want(List.of());

        assertThat(purger.statuses()).isEmpty();
    }

    private void awaitChange() throws InterruptedException {
        assertThat(changes.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    }

    /** Items in directories that reach over pages, some of them made by name, and a stream. */
    private void fill(long container) {
        try (DataClient data = engine.client(container)) {
            List<CompletableFuture<?>> writes = new ArrayList<>();
            writes.add(data.put(PutRequest.directory(container, "made")));
            writes.add(data.put(PutRequest.directory(container, "made/deeper")));
            for (int i = 0; i < ITEMS; i++) {
                writes.add(data.put(PutRequest.body(container, "made/deeper/" + i % 3 + "/" + i, new byte[10])));
            }
            writes.add(data.createStream(container, "stream", 2, 3600));
            writes.forEach(write -> write.orTimeout(30, TimeUnit.SECONDS).join());
            data.append(container, "stream", 1, List.of(NewRecord.of(new byte[10])))
                    .join();
        }
    }

    private List<String> paths(long container) {
        List<String> paths = new ArrayList<>();
        try (DataClient data = engine.client(container)) {
            ListRequest request = new ListRequest(
                    container, "", "", 1000, true, ListRequest.Directories.INCLUDE, "", Projection.NONE, 0, 0, "");
            var page = data.list(request).join();
            while (true) {
                page.entries().stream().map(Item::path).forEach(paths::add);
                if (page.isLast()) {
                    return paths;
                }
                page = data.list(request.after(page.nextMarker())).join();
            }
        }
    }

    private static ContainerPurge order(long container) {
        return ContainerPurge.newBuilder()
                .setTenantId(TENANT)
                .setContainer(container)
                .build();
    }

    private static PurgeStatus status(long container, int deletedItems) {
        return PurgeStatus.newBuilder()
                .setContainer(container)
                .setDeletedItems(deletedItems)
                .setDone(true)
                .build();
    }
}
