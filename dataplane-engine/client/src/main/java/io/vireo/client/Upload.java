package io.vireo.client;

import io.vireo.channel.message.RequestPutBodySource;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to an item. The item is untouched until {@link #commit}; what is not committed is dropped.
 *
 * <p>Threads: any, one call at a time; {@link #close} at any time.
 */
public final class Upload implements AutoCloseable {
    private final EngineLoop loop;
    private final Semaphore stages;
    private final long container;
    private final String path;

    /* What follows belongs to the I/O thread. */
    private @Nullable EngineLink link;
    private long stageId;
    private long stagedLength;
    private boolean holdsStage;
    private boolean isOver;

    Upload(EngineLoop loop, Semaphore stages, long container, String path) {
        this.loop = loop;
        this.stages = stages;
        this.container = container;
        this.path = path;
    }

    /**
     * Adds bytes at the end.
     *
     * @param bytes all that remain in the buffer; belongs to the upload until the answer
     * @return done when there is room for more
     */
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        if (!bytes.hasRemaining()) {
            written.complete(null);
            return written;
        }
        loop.execute(() -> stage(bytes, written));
        return written;
    }

    private void stage(ByteBuffer bytes, CompletableFuture<Void> written) {
        if (isOver) {
            written.completeExceptionally(new EngineException(EngineStatus.INVALID, "upload is over"));
            return;
        }
        if (!holdsStage && !stages.tryAcquire()) {
            written.completeExceptionally(new EngineException(EngineStatus.BUSY, "too many bodies are under way"));
            return;
        }
        holdsStage = true;
        long id = stageId;
        long position = stagedLength;
        Call<Long> call = new Call<>(
                        container,
                        path,
                        request -> request.initStage().stageId(id).position(position),
                        (reply, _) -> reply.stage().stageId())
                .withBody(bytes);
        EngineLink begun = link;
        if (begun != null) {
            call.over(begun);
        }
        call.future().whenComplete((newId, failure) -> {
            if (failure != null) {
                written.completeExceptionally(failure);
            } else {
                staged(call.link(), newId, bytes.remaining());
                written.complete(null);
            }
        });
        loop.submit(call);
    }

    private void staged(EngineLink over, long id, int length) {
        if (link == null) {
            link = over;
            stageId = id;
            over.addTransfers(1);
        }
        stagedLength += length;
        if (isOver) {
            release();
        }
    }

    /** Writes the item with what was uploaded as its body; {@code put.body()} must be null. Container and path are the upload's. */
    public CompletableFuture<ItemState> commit(PutRequest put) {
        CompletableFuture<ItemState> committed = new CompletableFuture<>();
        loop.execute(() -> commitNow(put, committed));
        return committed;
    }

    private void commitNow(PutRequest put, CompletableFuture<ItemState> committed) {
        if (isOver || put.body() != null) {
            committed.completeExceptionally(new EngineException(
                    EngineStatus.INVALID, isOver ? "upload is over" : "an upload takes no other body"));
            return;
        }
        EngineLink begun = link;
        Call<ItemState> call = begun == null
                ? Puts.call(put, RequestPutBodySource.ARENA, 0)
                : Puts.call(put, RequestPutBodySource.STAGED, stageId).over(begun);
        call.future().whenComplete((state, failure) -> {
            if (failure == null) {
                isOver = true;
                end();
                returnStage();
                committed.complete(state);
            } else {
                committed.completeExceptionally(failure);
            }
        });
        loop.submit(call);
    }

    /** Drops what was not committed. */
    @Override
    public void close() {
        loop.execute(() -> {
            if (!isOver) {
                isOver = true;
                release();
            }
        });
    }

    private void returnStage() {
        if (holdsStage) {
            holdsStage = false;
            stages.release();
        }
    }

    private void release() {
        returnStage();
        EngineLink begun = link;
        if (begun != null) {
            long id = stageId;
            Call<Boolean> call = new Call<>(
                            container, path, request -> request.initRelease().stageId(id), (_, _) -> true)
                    .over(begun);
            end();
            loop.submit(call); // what a lost link held is gone with it
        }
    }

    private void end() {
        EngineLink begun = link;
        link = null;
        if (begun != null) {
            begun.addTransfers(-1);
        }
    }
}
