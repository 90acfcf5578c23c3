// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestSeek. */
public final class RequestSeekReader extends StructReader {
    /** On no message yet. */
    public RequestSeekReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestSeekReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code kind}. */
    public RequestSeekKind kind() {
        return RequestSeekKind.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Field {@code sequence}. */
    public long sequence() {
        return readLong(8);
    }

    /** Field {@code timeNs}. */
    public long timeNs() {
        return readLong(16);
    }
}
