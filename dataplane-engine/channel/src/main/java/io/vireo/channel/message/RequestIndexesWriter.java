// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestIndexes. */
public final class RequestIndexesWriter extends StructWriter {
    /** On no message yet. */
    public RequestIndexesWriter() {
        super(1, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestIndexesWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code caughtUp}. */
    public RequestIndexesWriter caughtUp(boolean value) {
        writeBoolean(0, value);
        return this;
    }
}
