// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestKeyAttribute. */
public final class RequestKeyAttributeReader extends StructReader {
    private @Nullable DataReader nameBytes;

    /** On no message yet. */
    public RequestKeyAttributeReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestKeyAttributeReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code name} is set. */
    public boolean hasName() {
        return readHas(0);
    }

    /** Field {@code name}. */
    public String name() {
        return nameBytes().toText();
    }

    /** Field {@code name}; the same object at each call, moved. */
    public DataReader nameBytes() {
        DataReader reader = this.nameBytes;
        if (reader == null) {
            reader = new DataReader();
            this.nameBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code type}. */
    public RequestKeyType type() {
        return RequestKeyType.of(Short.toUnsignedInt(readShort(0)));
    }
}
