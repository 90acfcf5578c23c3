// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Attribute. */
public final class AttributeReader extends StructReader {
    private @Nullable DataReader nameBytes;
    private @Nullable ValueReader value;

    /** On no message yet. */
    public AttributeReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public AttributeReader wrap(MemorySegment buffer, long offset, long length) {
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

    /** Field {@code value}; the same object at each call, moved. */
    public ValueReader value() {
        ValueReader reader = this.value;
        if (reader == null) {
            reader = new ValueReader();
            this.value = reader;
        }
        return readStruct(1, reader);
    }
}
