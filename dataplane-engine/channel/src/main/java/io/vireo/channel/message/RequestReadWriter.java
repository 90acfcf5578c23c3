// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestRead. */
public final class RequestReadWriter extends StructWriter {
    /** On no message yet. */
    public RequestReadWriter() {
        super(2, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestReadWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code location}. */
    public RequestReadWriter location(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code limit}. */
    public RequestReadWriter limit(long value) {
        writeInt(8, (int) inRange(value, 0L, 4294967295L));
        return this;
    }
}
