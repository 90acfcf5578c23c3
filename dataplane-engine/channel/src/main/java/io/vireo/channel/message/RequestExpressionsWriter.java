// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestExpressions. */
public final class RequestExpressionsWriter extends StructWriter {
    private @Nullable StructListWriter<RequestExpressionsNameWriter> names;
    private @Nullable StructListWriter<AttributeWriter> values;
    private @Nullable StructListWriter<RequestExpressionsLegacyConditionWriter> conditions;
    private @Nullable StructListWriter<RequestExpressionsLegacyConditionWriter> filters;
    private @Nullable StructListWriter<RequestExpressionsLegacyConditionWriter> keyConditions;
    private @Nullable StructListWriter<RequestExpressionsLegacyUpdateWriter> updates;

    /** On no message yet. */
    public RequestExpressionsWriter() {
        super(1, 6);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestExpressionsWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code language}. */
    public RequestExpressionsWriter language(RequestExpressionsLanguage value) {
        writeShort(0, value.number());
        return this;
    }

    /** Takes space for {@code names}; the same object at each call, moved. */
    public StructListWriter<RequestExpressionsNameWriter> initNames(int count) {
        StructListWriter<RequestExpressionsNameWriter> writer = this.names;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestExpressionsNameWriter());
            this.names = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code values}; the same object at each call, moved. */
    public StructListWriter<AttributeWriter> initValues(int count) {
        StructListWriter<AttributeWriter> writer = this.values;
        if (writer == null) {
            writer = new StructListWriter<>(new AttributeWriter());
            this.values = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Takes space for {@code conditions}; the same object at each call, moved. */
    public StructListWriter<RequestExpressionsLegacyConditionWriter> initConditions(int count) {
        StructListWriter<RequestExpressionsLegacyConditionWriter> writer = this.conditions;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestExpressionsLegacyConditionWriter());
            this.conditions = writer;
        }
        writer.initField(this, 2, count);
        return writer;
    }

    /** Sets {@code anyCondition}. */
    public RequestExpressionsWriter anyCondition(boolean value) {
        writeBoolean(16, value);
        return this;
    }

    /** Takes space for {@code filters}; the same object at each call, moved. */
    public StructListWriter<RequestExpressionsLegacyConditionWriter> initFilters(int count) {
        StructListWriter<RequestExpressionsLegacyConditionWriter> writer = this.filters;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestExpressionsLegacyConditionWriter());
            this.filters = writer;
        }
        writer.initField(this, 3, count);
        return writer;
    }

    /** Sets {@code anyFilter}. */
    public RequestExpressionsWriter anyFilter(boolean value) {
        writeBoolean(17, value);
        return this;
    }

    /** Takes space for {@code keyConditions}; the same object at each call, moved. */
    public StructListWriter<RequestExpressionsLegacyConditionWriter> initKeyConditions(int count) {
        StructListWriter<RequestExpressionsLegacyConditionWriter> writer = this.keyConditions;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestExpressionsLegacyConditionWriter());
            this.keyConditions = writer;
        }
        writer.initField(this, 4, count);
        return writer;
    }

    /** Takes space for {@code updates}; the same object at each call, moved. */
    public StructListWriter<RequestExpressionsLegacyUpdateWriter> initUpdates(int count) {
        StructListWriter<RequestExpressionsLegacyUpdateWriter> writer = this.updates;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestExpressionsLegacyUpdateWriter());
            this.updates = writer;
        }
        writer.initField(this, 5, count);
        return writer;
    }
}
