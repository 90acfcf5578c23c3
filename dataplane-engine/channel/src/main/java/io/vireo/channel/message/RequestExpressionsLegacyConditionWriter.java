// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestExpressionsLegacyCondition. */
public final class RequestExpressionsLegacyConditionWriter extends StructWriter {
    private @Nullable StructListWriter<ValueWriter> values;

    /** On no message yet. */
    public RequestExpressionsLegacyConditionWriter() {
        super(1, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestExpressionsLegacyConditionWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code attribute}. */
    public RequestExpressionsLegacyConditionWriter attribute(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code attribute}. */
    public RequestExpressionsLegacyConditionWriter attribute(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code operator}. */
    public RequestExpressionsLegacyConditionWriter operator(RequestExpressionsLegacyConditionOperator value) {
        writeShort(0, value.number());
        return this;
    }

    /** Takes space for {@code values}; the same object at each call, moved. */
    public StructListWriter<ValueWriter> initValues(int count) {
        StructListWriter<ValueWriter> writer = this.values;
        if (writer == null) {
            writer = new StructListWriter<>(new ValueWriter());
            this.values = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }
}
