// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestDropIndex. */
public final class RequestDropIndexWriter extends StructWriter {
    /** On no message yet. */
    public RequestDropIndexWriter() {
        super(0, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestDropIndexWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public RequestDropIndexWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public RequestDropIndexWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }
}
