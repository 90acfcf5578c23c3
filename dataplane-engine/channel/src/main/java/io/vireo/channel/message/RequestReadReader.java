// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestRead. */
public final class RequestReadReader extends StructReader {
    /** On no message yet. */
    public RequestReadReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestReadReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code location}. */
    public long location() {
        return readLong(0);
    }

    /** Field {@code limit}. */
    public long limit() {
        return Integer.toUnsignedLong(readInt(8));
    }
}
