package io.vireo.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives an item a path that another reactor owns: its body is copied to where it will be, then the item changes its path as one change of both reactors. An item that is written meanwhile refuses
 * that, {@link EngineStatus#VERSION_CHANGED}.
 */
final class ReactorRename {
    private final DataClient client;
    private final RenameRequest request;
    private final @Nullable Token token;

    ReactorRename(DataClient client, RenameRequest request, @Nullable Token token) {
        this.client = client;
        this.request = request;
        this.token = token;
    }

    CompletableFuture<ItemState> run() {
        return copied().exceptionallyCompose(failure -> {
            boolean mayBeDone = token != null && Listing.isAbsence(failure);
            return mayBeDone ? asked() : CompletableFuture.failedFuture(failure);
        });
    }

    /** What the reactor answers that decides: it remembers what was done with the token. */
    private CompletableFuture<ItemState> asked() {
        Upload nothing = client.upload(request.container(), request.target());
        return nothing.rename(request, token).whenComplete((_, _) -> nothing.close());
    }

    private CompletableFuture<ItemState> copied() {
        return client.open(
                        request.container(),
                        request.path(),
                        Projection.NONE,
                        0,
                        Long.MAX_VALUE,
                        request.expectedVersion())
                .thenCompose(download -> {
                    Upload upload = client.upload(request.container(), request.target());
                    RenameRequest ofVersion =
                            request.ofVersion(download.item().state().version());
                    return copy(download, upload)
                            .thenCompose(_ -> upload.rename(ofVersion, token))
                            .whenComplete((_, _) -> {
                                download.close();
                                upload.close();
                            });
                });
    }

    private static CompletableFuture<@Nullable Void> copy(Download download, Upload upload) {
        return download.next().thenCompose(chunk -> {
            if (chunk == null) {
                return CompletableFuture.completedFuture(null);
            }
            return upload.write(chunk.bytes())
                    .whenComplete((_, _) -> chunk.close())
                    .thenCompose(_ -> copy(download, upload));
        });
    }
}
