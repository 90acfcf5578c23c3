// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestStage. */
public final class RequestStageReader extends StructReader {
    /** On no message yet. */
    public RequestStageReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestStageReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code stageId}. */
    public long stageId() {
        return readLong(0);
    }

    /** Field {@code position}. */
    public long position() {
        return readLong(8);
    }
}
