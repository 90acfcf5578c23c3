package io.vireo.client;

import java.nio.ByteBuffer;

/** A piece of a body. It occupies room that other transfers wait for, so it is closed as soon as its bytes have been used. */
public final class BodyChunk implements AutoCloseable {
    private final ChunkPool pool;
    private final ByteBuffer buffer;
    private boolean isClosed;

    BodyChunk(ChunkPool pool, ByteBuffer buffer) {
        this.pool = pool;
        this.buffer = buffer;
    }

    /** The bytes, in a direct buffer; must not be touched after {@link #close}. */
    public ByteBuffer bytes() {
        return buffer;
    }

    /** Gives the room back; a second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
        }
        pool.giveBack(buffer);
    }
}
