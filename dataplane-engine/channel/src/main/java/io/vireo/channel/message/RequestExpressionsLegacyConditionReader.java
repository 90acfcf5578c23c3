// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestExpressionsLegacyCondition. */
public final class RequestExpressionsLegacyConditionReader extends StructReader {
    private @Nullable DataReader attributeBytes;
    private @Nullable StructListReader<ValueReader> values;

    /** On no message yet. */
    public RequestExpressionsLegacyConditionReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestExpressionsLegacyConditionReader wrap(MemorySegment buffer, long offset, long length) {
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

    /** Field {@code operator}. */
    public RequestExpressionsLegacyConditionOperator operator() {
        return RequestExpressionsLegacyConditionOperator.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code values} is set. */
    public boolean hasValues() {
        return readHas(1);
    }

    /** Field {@code values}; the same object at each call, moved. */
    public StructListReader<ValueReader> values() {
        StructListReader<ValueReader> reader = this.values;
        if (reader == null) {
            reader = new StructListReader<>(new ValueReader());
            this.values = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }
}
