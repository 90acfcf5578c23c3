// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a RequestCreateStream. */
public final class RequestCreateStreamReader extends StructReader {
    /** On no message yet. */
    public RequestCreateStreamReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestCreateStreamReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code shardCount}. */
    public long shardCount() {
        return Integer.toUnsignedLong(readInt(0));
    }

    /** Field {@code retentionSeconds}. */
    public long retentionSeconds() {
        return Integer.toUnsignedLong(readInt(4));
    }

    /** Field {@code update}. */
    public boolean update() {
        return readBoolean(64);
    }

    /** Field {@code retentionBytes}. */
    public long retentionBytes() {
        return readLong(16);
    }
}
