// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestKeyAttribute. */
public final class RequestKeyAttributeWriter extends StructWriter {
    /** On no message yet. */
    public RequestKeyAttributeWriter() {
        super(1, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestKeyAttributeWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public RequestKeyAttributeWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public RequestKeyAttributeWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code type}. */
    public RequestKeyAttributeWriter type(RequestKeyType value) {
        writeShort(0, value.number());
        return this;
    }
}
