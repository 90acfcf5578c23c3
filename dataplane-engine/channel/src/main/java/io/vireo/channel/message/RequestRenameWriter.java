// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestRename. */
public final class RequestRenameWriter extends StructWriter {
    /** On no message yet. */
    public RequestRenameWriter() {
        super(2, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestRenameWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code target}. */
    public RequestRenameWriter target(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code target}. */
    public RequestRenameWriter target(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code noReplace}. */
    public RequestRenameWriter noReplace(boolean value) {
        writeBoolean(0, value);
        return this;
    }

    /** Sets {@code stageId}. */
    public RequestRenameWriter stageId(long value) {
        writeLong(8, value);
        return this;
    }
}
