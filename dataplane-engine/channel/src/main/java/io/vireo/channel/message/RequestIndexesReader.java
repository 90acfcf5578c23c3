// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestIndexes. */
public final class RequestIndexesReader extends StructReader {
    /** On no message yet. */
    public RequestIndexesReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestIndexesReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code caughtUp}. */
    public boolean caughtUp() {
        return readBoolean(0);
    }
}
