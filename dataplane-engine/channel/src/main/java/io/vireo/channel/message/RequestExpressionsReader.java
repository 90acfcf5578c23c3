// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestExpressions. */
public final class RequestExpressionsReader extends StructReader {
    private @Nullable StructListReader<RequestExpressionsNameReader> names;
    private @Nullable StructListReader<AttributeReader> values;
    private @Nullable StructListReader<RequestExpressionsLegacyConditionReader> conditions;
    private @Nullable StructListReader<RequestExpressionsLegacyConditionReader> filters;
    private @Nullable StructListReader<RequestExpressionsLegacyConditionReader> keyConditions;
    private @Nullable StructListReader<RequestExpressionsLegacyUpdateReader> updates;

    /** On no message yet. */
    public RequestExpressionsReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestExpressionsReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code language}. */
    public RequestExpressionsLanguage language() {
        return RequestExpressionsLanguage.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code names} is set. */
    public boolean hasNames() {
        return readHas(0);
    }

    /** Field {@code names}; the same object at each call, moved. */
    public StructListReader<RequestExpressionsNameReader> names() {
        StructListReader<RequestExpressionsNameReader> reader = this.names;
        if (reader == null) {
            reader = new StructListReader<>(new RequestExpressionsNameReader());
            this.names = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code values} is set. */
    public boolean hasValues() {
        return readHas(1);
    }

    /** Field {@code values}; the same object at each call, moved. */
    public StructListReader<AttributeReader> values() {
        StructListReader<AttributeReader> reader = this.values;
        if (reader == null) {
            reader = new StructListReader<>(new AttributeReader());
            this.values = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Whether {@code conditions} is set. */
    public boolean hasConditions() {
        return readHas(2);
    }

    /** Field {@code conditions}; the same object at each call, moved. */
    public StructListReader<RequestExpressionsLegacyConditionReader> conditions() {
        StructListReader<RequestExpressionsLegacyConditionReader> reader = this.conditions;
        if (reader == null) {
            reader = new StructListReader<>(new RequestExpressionsLegacyConditionReader());
            this.conditions = reader;
        }
        reader.wrapField(this, 2);
        return reader;
    }

    /** Field {@code anyCondition}. */
    public boolean anyCondition() {
        return readBoolean(16);
    }

    /** Whether {@code filters} is set. */
    public boolean hasFilters() {
        return readHas(3);
    }

    /** Field {@code filters}; the same object at each call, moved. */
    public StructListReader<RequestExpressionsLegacyConditionReader> filters() {
        StructListReader<RequestExpressionsLegacyConditionReader> reader = this.filters;
        if (reader == null) {
            reader = new StructListReader<>(new RequestExpressionsLegacyConditionReader());
            this.filters = reader;
        }
        reader.wrapField(this, 3);
        return reader;
    }

    /** Field {@code anyFilter}. */
    public boolean anyFilter() {
        return readBoolean(17);
    }

    /** Whether {@code keyConditions} is set. */
    public boolean hasKeyConditions() {
        return readHas(4);
    }

    /** Field {@code keyConditions}; the same object at each call, moved. */
    public StructListReader<RequestExpressionsLegacyConditionReader> keyConditions() {
        StructListReader<RequestExpressionsLegacyConditionReader> reader = this.keyConditions;
        if (reader == null) {
            reader = new StructListReader<>(new RequestExpressionsLegacyConditionReader());
            this.keyConditions = reader;
        }
        reader.wrapField(this, 4);
        return reader;
    }

    /** Whether {@code updates} is set. */
    public boolean hasUpdates() {
        return readHas(5);
    }

    /** Field {@code updates}; the same object at each call, moved. */
    public StructListReader<RequestExpressionsLegacyUpdateReader> updates() {
        StructListReader<RequestExpressionsLegacyUpdateReader> reader = this.updates;
        if (reader == null) {
            reader = new StructListReader<>(new RequestExpressionsLegacyUpdateReader());
            this.updates = reader;
        }
        reader.wrapField(this, 5);
        return reader;
    }
}
