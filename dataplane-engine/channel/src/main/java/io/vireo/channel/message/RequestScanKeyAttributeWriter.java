// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestScanKeyAttribute. */
public final class RequestScanKeyAttributeWriter extends StructWriter {
    /** On no message yet. */
    public RequestScanKeyAttributeWriter() {
        super(1, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestScanKeyAttributeWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public RequestScanKeyAttributeWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public RequestScanKeyAttributeWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code type}. */
    public RequestScanKeyAttributeWriter type(RequestScanKeyType value) {
        writeShort(0, value.number());
        return this;
    }
}
