package io.vireo.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A range of the body of one version of an item, read piece by piece at constant memory. Writers do not disturb it: what was
 * opened stays readable until {@link #close}.
 *
 * <p>Threads: any, one call at a time.
 */
public final class Download implements AutoCloseable {
    Download() {}

    /** The item as it was when the download was opened. */
    public Item item() {
        throw new UnsupportedOperationException();
    }

    /** Bytes that are still to come. */
    public long remaining() {
        throw new UnsupportedOperationException();
    }

    /** The next piece, or null after the last one. At most one call may be unanswered. */
    public CompletableFuture<@Nullable BodyChunk> next() {
        throw new UnsupportedOperationException();
    }

    /** Gives the version up. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
