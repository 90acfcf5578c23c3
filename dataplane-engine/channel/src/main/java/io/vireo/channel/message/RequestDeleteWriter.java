// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestDelete. */
public final class RequestDeleteWriter extends StructWriter {
    /** On no message yet. */
    public RequestDeleteWriter() {
        super(1, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestDeleteWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code recursive}. */
    public RequestDeleteWriter recursive(boolean value) {
        writeBoolean(0, value);
        return this;
    }
}
