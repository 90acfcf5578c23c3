// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestRename. */
public final class RequestRenameReader extends StructReader {
    private @Nullable DataReader targetBytes;

    /** On no message yet. */
    public RequestRenameReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestRenameReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code target} is set. */
    public boolean hasTarget() {
        return readHas(0);
    }

    /** Field {@code target}. */
    public String target() {
        return targetBytes().toText();
    }

    /** Field {@code target}; the same object at each call, moved. */
    public DataReader targetBytes() {
        DataReader reader = this.targetBytes;
        if (reader == null) {
            reader = new DataReader();
            this.targetBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code noReplace}. */
    public boolean noReplace() {
        return readBoolean(0);
    }

    /** Field {@code stageId}. */
    public long stageId() {
        return readLong(8);
    }
}
