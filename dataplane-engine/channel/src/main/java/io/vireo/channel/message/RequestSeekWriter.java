// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestSeek. */
public final class RequestSeekWriter extends StructWriter {
    /** On no message yet. */
    public RequestSeekWriter() {
        super(3, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestSeekWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code kind}. */
    public RequestSeekWriter kind(RequestSeekKind value) {
        writeShort(0, value.number());
        return this;
    }

    /** Sets {@code sequence}. */
    public RequestSeekWriter sequence(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code timeNs}. */
    public RequestSeekWriter timeNs(long value) {
        writeLong(16, value);
        return this;
    }
}
