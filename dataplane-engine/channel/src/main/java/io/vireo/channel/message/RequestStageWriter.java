// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestStage. */
public final class RequestStageWriter extends StructWriter {
    /** On no message yet. */
    public RequestStageWriter() {
        super(2, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestStageWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code stageId}. */
    public RequestStageWriter stageId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code position}. */
    public RequestStageWriter position(long value) {
        writeLong(8, value);
        return this;
    }
}
