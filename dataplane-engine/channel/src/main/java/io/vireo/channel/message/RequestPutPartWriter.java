// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestPutPart. */
public final class RequestPutPartWriter extends StructWriter {
    /** On no message yet. */
    public RequestPutPartWriter() {
        super(2, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestPutPartWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code stageId}. */
    public RequestPutPartWriter stageId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code path}. */
    public RequestPutPartWriter path(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code path}. */
    public RequestPutPartWriter path(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code expectedVersion}. */
    public RequestPutPartWriter expectedVersion(long value) {
        writeLong(8, value);
        return this;
    }
}
