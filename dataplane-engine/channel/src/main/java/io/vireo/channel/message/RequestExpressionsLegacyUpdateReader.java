// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestExpressionsLegacyUpdate. */
public final class RequestExpressionsLegacyUpdateReader extends StructReader {
    private @Nullable DataReader attributeBytes;
    private @Nullable StructListReader<ValueReader> value;

    /** On no message yet. */
    public RequestExpressionsLegacyUpdateReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestExpressionsLegacyUpdateReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code attribute} is set. */
    public boolean hasAttribute() {
        return readHas(0);
    }

    /** Field {@code attribute}. */
    public String attribute() {
        return attributeBytes().toText();
    }

    /** Field {@code attribute}; the same object at each call, moved. */
    public DataReader attributeBytes() {
        DataReader reader = this.attributeBytes;
        if (reader == null) {
            reader = new DataReader();
            this.attributeBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code action}. */
    public RequestExpressionsLegacyUpdateAction action() {
        return RequestExpressionsLegacyUpdateAction.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code value} is set. */
    public boolean hasValue() {
        return readHas(1);
    }

    /** Field {@code value}; the same object at each call, moved. */
    public StructListReader<ValueReader> value() {
        StructListReader<ValueReader> reader = this.value;
        if (reader == null) {
            reader = new StructListReader<>(new ValueReader());
            this.value = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }
}
