// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Pair. */
public final class PairReader extends StructReader {
    private @Nullable DataReader nameBytes;
    private @Nullable DataReader valueBytes;

    /** On no message yet. */
    public PairReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public PairReader wrap(MemorySegment buffer, long offset, long length) {
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

    /** Whether {@code value} is set. */
    public boolean hasValue() {
        return readHas(1);
    }

    /** Field {@code value}. */
    public String value() {
        return valueBytes().toText();
    }

    /** Field {@code value}; the same object at each call, moved. */
    public DataReader valueBytes() {
        DataReader reader = this.valueBytes;
        if (reader == null) {
            reader = new DataReader();
            this.valueBytes = reader;
        }
        return readBytes(1, reader, true);
    }
}
