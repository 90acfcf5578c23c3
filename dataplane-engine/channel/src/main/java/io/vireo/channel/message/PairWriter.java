// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a Pair. */
public final class PairWriter extends StructWriter {
    /** On no message yet. */
    public PairWriter() {
        super(0, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public PairWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public PairWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public PairWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code value}. */
    public PairWriter value(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code value}. */
    public PairWriter value(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }
}
