// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestRelease. */
public final class RequestReleaseReader extends StructReader {
    /** On no message yet. */
    public RequestReleaseReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestReleaseReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code handle}. */
    public long handle() {
        return readLong(0);
    }

    /** Field {@code stageId}. */
    public long stageId() {
        return readLong(8);
    }
}
