// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestPutPart. */
public final class RequestPutPartReader extends StructReader {
    private @Nullable DataReader pathBytes;

    /** On no message yet. */
    public RequestPutPartReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestPutPartReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code stageId}. */
    public long stageId() {
        return readLong(0);
    }

    /** Whether {@code path} is set. */
    public boolean hasPath() {
        return readHas(0);
    }

    /** Field {@code path}. */
    public String path() {
        return pathBytes().toText();
    }

    /** Field {@code path}; the same object at each call, moved. */
    public DataReader pathBytes() {
        DataReader reader = this.pathBytes;
        if (reader == null) {
            reader = new DataReader();
            this.pathBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code expectedVersion}. */
    public long expectedVersion() {
        return readLong(8);
    }
}
