// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestRelease. */
public final class RequestReleaseWriter extends StructWriter {
    /** On no message yet. */
    public RequestReleaseWriter() {
        super(2, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestReleaseWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code handle}. */
    public RequestReleaseWriter handle(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code stageId}. */
    public RequestReleaseWriter stageId(long value) {
        writeLong(8, value);
        return this;
    }
}
