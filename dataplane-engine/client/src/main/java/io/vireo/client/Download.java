package io.vireo.client;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A range of the body of one version of an item, read piece by piece at constant memory. Writers do not disturb it: what was
 * opened stays readable until {@link #close}. Some pieces are asked for before they are wanted, so that the next one is there when it is.
 *
 * <p>Threads: any, one call at a time.
 */
public final class Download implements AutoCloseable {
    /** Pieces that are asked for before they are wanted, while others do not need the room. */
    private static final int READ_AHEAD = 3;

    private final EngineLoop loop;
    private final ChunkPool pool;
    private final Semaphore pins;
    private final long container;
    private final Item item;
    private final @Nullable Pin pin;
    private @Nullable BodyChunk first;
    private long position; // of what the caller has got
    private long askedPosition;
    private final long end;
    private final ArrayDeque<CompletableFuture<BodyChunk>> ahead = new ArrayDeque<>();
    private @Nullable RuntimeException failure;
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
        this.askedPosition = position + (first == null ? 0 : first.bytes().remaining());
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
        RuntimeException reason = failure;
        if (held == null || reason != null) {
            return CompletableFuture.failedFuture(reason == null ? endedEarly() : reason);
        }
        CompletableFuture<BodyChunk> piece = ahead.pollFirst();
        if (piece == null) {
            long start = askedPosition;
            int length = lengthOfNext();
            askedPosition += length;
            piece = pool.take().thenCompose(buffer -> read(held, buffer, start, length));
        }
        readAhead(held);
        return piece.handle((chunk, refusal) -> {
            if (chunk == null) {
                Throwable cause = refusal instanceof CompletionException ? refusal.getCause() : refusal;
                failure = cause instanceof RuntimeException known ? known : endedEarly();
                throw failure;
            }
            position += chunk.bytes().remaining();
            return chunk;
        });
    }

    private void readAhead(Pin held) {
        while (ahead.size() < READ_AHEAD && askedPosition < end) {
            ByteBuffer buffer = pool.takeSpare();
            if (buffer == null) {
                return;
            }
            long start = askedPosition;
            int length = lengthOfNext();
            askedPosition += length;
            ahead.add(read(held, buffer, start, length));
        }
    }

    private int lengthOfNext() {
        return (int) Math.min(end - askedPosition, pool.chunkLength());
    }

    private CompletableFuture<BodyChunk> read(Pin held, ByteBuffer buffer, long start, int length) {
        BodyChunk chunk = new BodyChunk(pool, buffer);
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
        return call.future().handle((filled, refusal) -> {
            if (refusal == null && filled.bytes().remaining() == length) {
                return filled;
            }
            chunk.close();
            throw refusal instanceof RuntimeException known ? known : endedEarly();
        });
    }

    private static EngineException endedEarly() {
        return new EngineException(EngineStatus.INTERNAL, "body ended before its length");
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
        ahead.forEach(Download::drop);
        Pin held = pin;
        if (held != null) {
            pins.release();
            release(held);
        }
    }

    /** Gives the room of a piece back when it has come: nobody wants it. */
    private static void drop(CompletableFuture<BodyChunk> piece) {
        piece.thenAccept(BodyChunk::close);
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
