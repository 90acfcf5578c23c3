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
    /** Pieces that may be unanswered: the engine makes them durable together. */
    private static final int WINDOW = 8;

    private final EngineLoop loop;
    private final Semaphore stages;
    private final long container;
    private final String path;

    /* What follows belongs to the I/O thread. */
    private @Nullable EngineLink link;
    private long stageId;
    private long stagedLength;
    private int unanswered;
    private boolean holdsStage;
    private @Nullable CompletableFuture<Void> waiting; // a write whose buffer is free, but too many are unanswered
    private @Nullable Runnable afterAnswers;
    private @Nullable RuntimeException failure;
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
        RuntimeException reason = failure;
        if (isOver || reason != null) {
            written.completeExceptionally(reason == null ? over() : reason);
            return;
        }
        if (!holdsStage && !stages.tryAcquire()) {
            written.completeExceptionally(new EngineException(EngineStatus.BUSY, "too many bodies are under way"));
            return;
        }
        holdsStage = true;
        long id = stageId;
        long position = stagedLength;
        stagedLength += bytes.remaining();
        unanswered++;
        Call<Long> call = new Call<>(
                        container,
                        path,
                        request -> request.initStage().stageId(id).position(position),
                        (reply, _) -> reply.stage().stageId())
                .withBody(bytes);
        EngineLink begun = link;
        if (begun != null) {
            call.over(begun).whenSent(() -> letGoOn(written));
        }
        call.future().whenComplete((newId, refusal) -> answered(call, newId, refusal, written));
        loop.submit(call);
    }

    /** The buffer is free; the next one may come unless too many pieces are unanswered. */
    private void letGoOn(CompletableFuture<Void> written) {
        if (unanswered < WINDOW) {
            written.complete(null);
        } else {
            waiting = written;
        }
    }

    private void answered(
            Call<Long> call, @Nullable Long newId, @Nullable Throwable refusal, CompletableFuture<Void> written) {
        unanswered--;
        CompletableFuture<Void> next = waiting;
        waiting = null;
        if (newId == null) {
            failure = refusal instanceof RuntimeException known ? known : over();
            written.completeExceptionally(failure);
            if (next != null) {
                next.completeExceptionally(failure);
            }
        } else {
            begun(call.link(), newId);
            written.complete(null); // only the first one waits for its answer, which carries the id
            if (next != null) {
                next.complete(null);
            }
        }
        Runnable last = afterAnswers;
        if (unanswered == 0 && last != null) {
            afterAnswers = null;
            last.run();
        }
    }

    private void begun(EngineLink over, long id) {
        if (link == null && stageId == 0) {
            link = over;
            stageId = id;
            over.addTransfers(1);
            if (isOver) {
                release();
            }
        }
    }

    private static EngineException over() {
        return new EngineException(EngineStatus.INVALID, "upload is over");
    }

    /** The number of what was uploaded, once all of it is there, for a batch to take over; 0: nothing was. The upload is closed in any case. */
    CompletableFuture<Long> staged() {
        CompletableFuture<Long> staged = new CompletableFuture<>();
        loop.execute(() -> {
            Runnable tell = () -> {
                RuntimeException reason = failure;
                if (reason == null) {
                    staged.complete(stageId);
                } else {
                    staged.completeExceptionally(reason);
                }
            };
            if (unanswered == 0) {
                tell.run();
            } else {
                afterAnswers = tell;
            }
        });
        return staged;
    }

    /** Makes the call that takes over what was uploaded, and goes over the link that has it. */
    private interface Taker {
        /** @param stageId 0: nothing was uploaded */
        Call<ItemState> call(long stageId);
    }

    /** Writes the item with what was uploaded as its body; {@code put.body()} must be null. Container and path are the upload's. */
    public CompletableFuture<ItemState> commit(PutRequest put) {
        return commit(put, null);
    }

    /** As {@link #commit(PutRequest)}, once, however often a body like this comes with the token: see {@link Token}. */
    public CompletableFuture<ItemState> commit(PutRequest put, @Nullable Token token) {
        if (put.body() != null) {
            return CompletableFuture.failedFuture(
                    new EngineException(EngineStatus.INVALID, "an upload takes no other body"));
        }
        return commit(
                stage -> Puts.call(put, stage == 0 ? RequestPutBodySource.ARENA : RequestPutBodySource.STAGED, stage)
                        .withToken(token));
    }

    /** Gives an item of another reactor the upload's path, with what was uploaded, which is its body. */
    CompletableFuture<ItemState> rename(RenameRequest rename, @Nullable Token token) {
        return commit(stage -> new Call<ItemState>(
                        container,
                        rename.path(),
                        request -> WriteMessages.encode(request, rename, stage),
                        (reply, _) -> ValueMessages.readState(reply.item().state()))
                .toReactor(loop.reactorOf(container, path))
                .withToken(token));
    }

    private CompletableFuture<ItemState> commit(Taker taker) {
        CompletableFuture<ItemState> committed = new CompletableFuture<>();
        loop.execute(() -> {
            if (unanswered == 0) {
                commitNow(taker, committed);
            } else {
                afterAnswers = () -> commitNow(taker, committed); // a piece that is refused must not be left out unseen
            }
        });
        return committed;
    }

    private void commitNow(Taker taker, CompletableFuture<ItemState> committed) {
        RuntimeException reason = failure;
        if (isOver || reason != null) {
            committed.completeExceptionally(reason == null ? over() : reason);
            return;
        }
        EngineLink begun = link;
        Call<ItemState> call =
                begun == null ? taker.call(0) : taker.call(stageId).over(begun);
        call.future().whenComplete((state, refusal) -> {
            if (refusal == null) {
                isOver = true;
                end();
                returnStage();
                committed.complete(state);
            } else {
                committed.completeExceptionally(refusal);
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
