// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestDelete. */
public final class RequestDeleteReader extends StructReader {
    /** On no message yet. */
    public RequestDeleteReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestDeleteReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code recursive}. */
    public boolean recursive() {
        return readBoolean(0);
    }
}
