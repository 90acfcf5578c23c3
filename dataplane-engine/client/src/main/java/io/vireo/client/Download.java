package io.vireo.client;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A range of the body of one version of an item, read piece by piece at constant memory. Writers do not disturb it: what was
 * opened stays readable until {@link #close}.
 *
 * <p>Threads: any, one call at a time.
 */
public final class Download implements AutoCloseable {
    private final EngineLoop loop;
    private final ChunkPool pool;
    private final Semaphore pins;
    private final long container;
    private final Item item;
    private final @Nullable Pin pin;
    private @Nullable BodyChunk first;
    private long position;
    private final long end;
    private boolean isClosed;

    /**
     * The hold on a version.
     *
     * @param link that it is valid on
     * @param handle by which the engine knows it
     */
    record Pin(EngineLink link, long handle) {}

    Download(
            EngineLoop loop,
            ChunkPool pool,
            Semaphore pins,
            long container,
            Item item,
            @Nullable Pin pin,
            @Nullable BodyChunk first,
            long position,
            long end) {
        this.loop = loop;
        this.pool = pool;
        this.pins = pins;
        this.container = container;
        this.item = item;
        this.pin = pin;
        this.first = first;
        this.position = position;
        this.end = end;
    }

    /** The item as it was when the download was opened. */
    public Item item() {
        return item;
    }

    /** Bytes that are still to come. */
    public long remaining() {
        return Math.max(0, end - position);
    }

    /** The next piece, or null after the last one. At most one call may be unanswered. */
    public CompletableFuture<@Nullable BodyChunk> next() {
        BodyChunk ready = first;
        if (ready != null) {
            first = null;
            position += ready.bytes().remaining();
            return CompletableFuture.completedFuture(ready);
        }
        Pin held = pin;
        if (remaining() == 0) {
            return CompletableFuture.completedFuture(null);
        }
        if (held == null) {
            return CompletableFuture.failedFuture(
                    new EngineException(EngineStatus.INTERNAL, "body ended before its length"));
        }
        return pool.take().thenCompose(buffer -> read(held, buffer));
    }

    private CompletableFuture<@Nullable BodyChunk> read(Pin held, ByteBuffer buffer) {
        BodyChunk chunk = new BodyChunk(pool, buffer);
        long start = position;
        int length = (int) Math.min(remaining(), pool.chunkLength());
        Call<BodyChunk> call = new Call<>(
                        container,
                        item.path(),
                        request -> request.initGet()
                                .handle(held.handle)
                                .rangeStart(start)
                                .rangeLength(length),
                        (_, body) -> fill(chunk, body))
                .over(held.link)
                .withRoom(length);
        loop.execute(() -> loop.submit(call));
        return call.future().handle((filled, failure) -> {
            if (failure == null && filled.bytes().remaining() == length) {
                position = start + length;
                return filled;
            }
            chunk.close();
            throw failure instanceof RuntimeException known
                    ? known
                    : new EngineException(EngineStatus.INTERNAL, "body ended before its length");
        });
    }

    /** Copies what the engine wrote; no further than the buffer goes. */
    static BodyChunk fill(BodyChunk chunk, MemorySegment body) {
        ByteBuffer buffer = chunk.bytes();
        int length = (int) Math.min(body.byteSize(), buffer.capacity());
        MemorySegment.copy(body, 0, MemorySegment.ofBuffer(buffer.clear()), 0, length);
        buffer.limit(length);
        return chunk;
    }

    /** Gives the version up; a second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
        }
        BodyChunk unread = first;
        if (unread != null) {
            unread.close();
        }
        Pin held = pin;
        if (held != null) {
            pins.release();
            release(held);
        }
    }

    private void release(Pin held) {
        Call<Boolean> call = new Call<>(
                        container, item.path(), request -> request.initRelease().handle(held.handle), (_, _) -> true)
                .over(held.link);
        loop.execute(() -> {
            held.link.addTransfers(-1);
            loop.submit(call); // what a lost link held is gone with it
        });
    }
}
