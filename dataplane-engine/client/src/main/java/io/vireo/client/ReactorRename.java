package io.vireo.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /** Goes on where the reactor of the item did not do it. */
    CompletableFuture<ItemState> after(Throwable failure) {
        return isStatus(failure, EngineStatus.SPANS_PARTITIONS)
                ? copied().exceptionallyCompose(this::asked)
                : asked(failure);
    }

    /** What was done with the token is known to the reactor of the target alone; the item's finds it gone, or another one. */
    private CompletableFuture<ItemState> asked(Throwable failure) {
        if (token == null || !(cause(failure) instanceof EngineException)) {
            return CompletableFuture.failedFuture(failure);
        }
        Upload nothing = client.upload(request.container(), request.target());
        return nothing.rename(request, token)
                .exceptionallyCompose(refusal -> CompletableFuture.failedFuture(
                        isStatus(refusal, EngineStatus.TOKEN_REUSED) ? refusal : failure))
                .whenComplete((_, _) -> nothing.close());
    }

    private static boolean isStatus(Throwable failure, EngineStatus status) {
        return cause(failure) instanceof EngineException refusal && refusal.status() == status;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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
