// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestExpressionsName. */
public final class RequestExpressionsNameWriter extends StructWriter {
    /** On no message yet. */
    public RequestExpressionsNameWriter() {
        super(0, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestExpressionsNameWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code placeholder}. */
    public RequestExpressionsNameWriter placeholder(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code placeholder}. */
    public RequestExpressionsNameWriter placeholder(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code name}. */
    public RequestExpressionsNameWriter name(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code name}. */
    public RequestExpressionsNameWriter name(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }
}
