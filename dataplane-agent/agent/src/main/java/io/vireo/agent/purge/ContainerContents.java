package io.vireo.agent.purge;

import io.vireo.client.DataClient;
import io.vireo.client.DeleteRequest;
import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.Item;
import io.vireo.client.ItemKind;
import io.vireo.client.ListPage;
import io.vireo.client.ListRequest;
import io.vireo.client.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/** Everything that is in a container of the engine. Blocks. */
final class ContainerContents {
    private static final int PAGE_LENGTH = 500;

    private final DataClient data;
    private final long container;

    ContainerContents(DataClient data, long container) {
        this.data = data;
        this.container = container;
    }

    /**
     * Deletes all of it. Directories go when they are empty, so those that reach over a page take another round.
     *
     * @param deleted told of each page: how many items went
     * @throws CompletionException the engine is away or refuses
     */
    void deleteAll(LongConsumer deleted) {
        boolean isEmpty = false;
        while (!isEmpty) {
            isEmpty = true;
            long count = 0;
            ListPage page = list("");
            while (true) {
                isEmpty &= page.entries().isEmpty();
                long gone = delete(page.entries());
                deleted.accept(gone);
                count += gone;
                if (page.isLast()) {
                    break;
                }
                page = list(page.nextMarker());
            }
            if (!isEmpty && count == 0) {
                throw new IllegalStateException("nothing of it can be deleted: container=" + container);
            }
        }
    }

    private ListPage list(String marker) {
        return data.list(new ListRequest(
                        container,
                        "",
                        marker,
                        PAGE_LENGTH,
                        true,
                        ListRequest.Directories.INCLUDE,
                        "",
                        Projection.NONE,
                        0,
                        0,
                        ""))
                .join();
    }

    /** What can hold others after all the rest, the deepest first; how many went. */
    private long delete(List<Item> entries) {
        List<CompletableFuture<Boolean>> deletes = new ArrayList<>();
        for (Item entry : entries) {
            if (!isDirectory(entry)) {
                deletes.add(delete(entry));
            }
        }
        long count = deletes.stream().filter(CompletableFuture::join).count();
        for (Item entry : entries.reversed()) {
            if (isDirectory(entry) && delete(entry).join()) {
                count++;
            }
        }
        return count;
    }

    private static boolean isDirectory(Item entry) {
        return entry.state().kind() == ItemKind.DIRECTORY || entry.state().kind() == ItemKind.STREAM;
    }

    /** Whether it went now; what is gone already, or still holds something, did not. */
    private CompletableFuture<Boolean> delete(Item entry) {
        return data.delete(DeleteRequest.of(container, entry.path()))
                .thenApply(_ -> true)
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof EngineException refusal
                            && (refusal.status() == EngineStatus.NOT_FOUND
                                    || refusal.status() == EngineStatus.NOT_EMPTY)) {
                        return false;
                    }
                    throw new CompletionException(cause);
                });
    }
}
