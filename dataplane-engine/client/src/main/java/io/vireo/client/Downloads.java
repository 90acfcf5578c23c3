package io.vireo.client;

import io.vireo.channel.message.ReplyWhich;
import io.vireo.channel.message.RequestGetWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Opens bodies. A short one comes with the first reply; a longer one is pinned by a second call, so that the rest of it is of the
 * same version.
 */
final class Downloads {
    private static final int CHUNK_LENGTH = 64 * 1024;
    private static final long BUDGET_BYTES = 32L * 1024 * 1024;
    private static final int ATTEMPTS = 8;
    private static final long NO_HANDLE = 0;
    /** Bodies that are open at a time; the engine keeps a bounded number of versions readable for a channel. */
    private static final int MAX_PINS = 1000;

    private final EngineLoop loop;
    private final ChunkPool pool = new ChunkPool(CHUNK_LENGTH, BUDGET_BYTES);
    private final Semaphore pins = new Semaphore(MAX_PINS);

    Downloads(EngineLoop loop) {
        this.loop = loop;
    }

    /** What a reply to a get says. */
    private record Reply(Item item, long handle) {}

    /** A reply and what is held by it. */
    private record Opened(Item item, Download.@Nullable Pin pin, BodyChunk chunk) {}

    CompletableFuture<Download> open(
            long container, String path, Projection projection, long start, long length, long expectedVersion) {
        return open(container, path, projection, start, length, expectedVersion, ATTEMPTS);
    }

    private CompletableFuture<Download> open(
            long container,
            String path,
            Projection projection,
            long start,
            long length,
            long expectedVersion,
            int attempts) {
        CompletableFuture<Download> opened = pool.take().thenCompose(buffer -> {
            BodyChunk chunk = new BodyChunk(pool, buffer);
            long wanted = Math.min(length, CHUNK_LENGTH);
            return ask(container, path, projection, start, (int) wanted, expectedVersion, false, chunk)
                    .thenCompose(first -> {
                        long end = end(first.item, start, length);
                        long got = chunk.bytes().remaining();
                        if (start + got >= end) {
                            return CompletableFuture.completedFuture(download(container, first, start, end));
                        }
                        return pin(container, projection, first, start, end);
                    });
        });
        return opened.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean isOvertaken = cause instanceof EngineException refusal
                    && refusal.status() == EngineStatus.VERSION_CHANGED
                    && expectedVersion == 0;
            return isOvertaken && attempts > 1
                    ? open(container, path, projection, start, length, 0, attempts - 1)
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private static long end(Item item, long start, long length) {
        long total = item.state().bodyLength();
        return length >= total - start ? Math.max(start, total) : start + length;
    }

    private CompletableFuture<Download> pin(long container, Projection projection, Opened first, long start, long end) {
        if (!pins.tryAcquire()) {
            first.chunk.close();
            return CompletableFuture.failedFuture(
                    new EngineException(EngineStatus.BUSY, "too many bodies are open: max=" + MAX_PINS));
        }
        long version = first.item.state().version();
        return ask(container, first.item.path(), projection, start, 0, version, true, first.chunk)
                .thenApply(pinned -> download(container, pinned, start, end))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        pins.release();
                    }
                });
    }

    private Download download(long container, Opened opened, long start, long end) {
        BodyChunk chunk = opened.chunk;
        boolean isEmpty = !chunk.bytes().hasRemaining();
        if (isEmpty) {
            chunk.close();
        }
        return new Download(loop, pool, pins, container, opened.item, opened.pin, isEmpty ? null : chunk, start, end);
    }

    /** Writes what of an item is asked for. */
    static void select(Projection projection, RequestGetWriter target) {
        target.attributes(Listing.projection(projection));
        if (projection instanceof Projection.Named(List<String> names)) {
            ValueMessages.write(target.initNames(names.size()), names);
        }
        if (projection instanceof Projection.Expression(String text)) {
            target.projection(text);
        }
    }

    private CompletableFuture<Opened> ask(
            long container,
            String path,
            Projection projection,
            long start,
            int length,
            long expectedVersion,
            boolean isPin,
            BodyChunk chunk) {
        Call<Reply> call = new Call<>(
                        container,
                        path,
                        writer -> {
                            writer.expectedVersion(expectedVersion);
                            select(
                                    projection,
                                    writer.initGet()
                                            .rangeStart(start)
                                            .rangeLength(length)
                                            .pin(isPin));
                        },
                        (reply, body) -> {
                            if (reply.which() == ReplyWhich.PINNED) {
                                return new Reply(
                                        ValueMessages.readItem(reply.pinned().pinnedEntry()),
                                        reply.pinned().handle());
                            }
                            Download.fill(chunk, body);
                            return new Reply(ValueMessages.readItem(reply.item()), NO_HANDLE);
                        })
                .withRoom(length);
        loop.execute(() -> loop.submit(call));
        return call.future().handle((reply, failure) -> {
            if (failure != null) {
                chunk.close();
                throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
            }
            if (reply.handle == NO_HANDLE) {
                return new Opened(reply.item, null, chunk);
            }
            call.link().addTransfers(1); // on the I/O thread, where replies are handled
            return new Opened(reply.item, new Download.Pin(call.link(), reply.handle), chunk);
        });
    }
}
