package io.vireo.client;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A body on its way to an item. The item is untouched until {@link #commit}; what is not committed is dropped.
 *
 * <p>Threads: any, one call at a time.
 */
public final class Upload implements AutoCloseable {
    Upload() {}

    /**
     * Adds bytes at the end.
     *
     * @param bytes all that remain in the buffer; belongs to the upload until the answer
     * @return done when there is room for more
     */
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    /** Writes the item with what was uploaded as its body; {@code put.body()} must be null. Container and path are the upload's. */
    public CompletableFuture<ItemState> commit(PutRequest put) {
        throw new UnsupportedOperationException();
    }

    /** Drops what was not committed. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
