// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestUpdate. */
public final class RequestUpdateWriter extends StructWriter {
    /** On no message yet. */
    public RequestUpdateWriter() {
        super(2, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestUpdateWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code expression}. */
    public RequestUpdateWriter expression(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code expression}. */
    public RequestUpdateWriter expression(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code alternate}. */
    public RequestUpdateWriter alternate(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code alternate}. */
    public RequestUpdateWriter alternate(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code createIfMissing}. */
    public RequestUpdateWriter createIfMissing(boolean value) {
        writeBoolean(0, value);
        return this;
    }

    /** Sets {@code mode}. */
    public RequestUpdateWriter mode(RequestUpdateMode value) {
        writeShort(2, value.number());
        return this;
    }

    /** Sets {@code setExpiry}. */
    public RequestUpdateWriter setExpiry(boolean value) {
        writeBoolean(1, value);
        return this;
    }

    /** Sets {@code expiresNs}. */
    public RequestUpdateWriter expiresNs(long value) {
        writeLong(8, value);
        return this;
    }
}
