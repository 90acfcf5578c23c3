// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestQuery. */
public final class RequestQueryReader extends StructReader {
    private @Nullable DataReader indexBytes;
    private @Nullable ValueReader partition;
    private @Nullable StructListReader<ValueReader> operands;
    private @Nullable DataReader filterBytes;
    private @Nullable TextListReader names;
    private @Nullable DataReader marker;
    private @Nullable DataReader keyConditionBytes;
    private @Nullable RequestScanKeySchemaReader keySchema;
    private @Nullable DataReader projectionBytes;

    /** On no message yet. */
    public RequestQueryReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestQueryReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code index} is set. */
    public boolean hasIndex() {
        return readHas(0);
    }

    /** Field {@code index}. */
    public String index() {
        return indexBytes().toText();
    }

    /** Field {@code index}; the same object at each call, moved. */
    public DataReader indexBytes() {
        DataReader reader = this.indexBytes;
        if (reader == null) {
            reader = new DataReader();
            this.indexBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code range}. */
    public RequestQueryRange range() {
        return RequestQueryRange.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code partition} is set. */
    public boolean hasPartition() {
        return readHas(1);
    }

    /** Field {@code partition}; the same object at each call, moved. */
    public ValueReader partition() {
        ValueReader reader = this.partition;
        if (reader == null) {
            reader = new ValueReader();
            this.partition = reader;
        }
        return readStruct(1, reader);
    }

    /** Whether {@code operands} is set. */
    public boolean hasOperands() {
        return readHas(2);
    }

    /** Field {@code operands}; the same object at each call, moved. */
    public StructListReader<ValueReader> operands() {
        StructListReader<ValueReader> reader = this.operands;
        if (reader == null) {
            reader = new StructListReader<>(new ValueReader());
            this.operands = reader;
        }
        reader.wrapField(this, 2);
        return reader;
    }

    /** Field {@code backwards}. */
    public boolean backwards() {
        return readBoolean(16);
    }

    /** Field {@code limit}. */
    public long limit() {
        return Integer.toUnsignedLong(readInt(4));
    }

    /** Whether {@code filter} is set. */
    public boolean hasFilter() {
        return readHas(3);
    }

    /** Field {@code filter}. */
    public String filter() {
        return filterBytes().toText();
    }

    /** Field {@code filter}; the same object at each call, moved. */
    public DataReader filterBytes() {
        DataReader reader = this.filterBytes;
        if (reader == null) {
            reader = new DataReader();
            this.filterBytes = reader;
        }
        return readBytes(3, reader, true);
    }

    /** Field {@code attributes}. */
    public RequestProjection attributes() {
        return RequestProjection.of(Short.toUnsignedInt(readShort(8)));
    }

    /** Whether {@code names} is set. */
    public boolean hasNames() {
        return readHas(4);
    }

    /** Field {@code names}; the same object at each call, moved. */
    public TextListReader names() {
        TextListReader reader = this.names;
        if (reader == null) {
            reader = new TextListReader();
            this.names = reader;
        }
        reader.wrapField(this, 4);
        return reader;
    }

    /** Whether {@code marker} is set. */
    public boolean hasMarker() {
        return readHas(5);
    }

    /** Field {@code marker}; the same object at each call, moved. */
    public DataReader marker() {
        DataReader reader = this.marker;
        if (reader == null) {
            reader = new DataReader();
            this.marker = reader;
        }
        return readBytes(5, reader, false);
    }

    /** Field {@code segment}. */
    public long segment() {
        return Integer.toUnsignedLong(readInt(12));
    }

    /** Field {@code segmentCount}. */
    public long segmentCount() {
        return Integer.toUnsignedLong(readInt(16));
    }

    /** Whether {@code keyCondition} is set. */
    public boolean hasKeyCondition() {
        return readHas(6);
    }

    /** Field {@code keyCondition}. */
    public String keyCondition() {
        return keyConditionBytes().toText();
    }

    /** Field {@code keyCondition}; the same object at each call, moved. */
    public DataReader keyConditionBytes() {
        DataReader reader = this.keyConditionBytes;
        if (reader == null) {
            reader = new DataReader();
            this.keyConditionBytes = reader;
        }
        return readBytes(6, reader, true);
    }

    /** Whether {@code keySchema} is set. */
    public boolean hasKeySchema() {
        return readHas(7);
    }

    /** Field {@code keySchema}; the same object at each call, moved. */
    public RequestScanKeySchemaReader keySchema() {
        RequestScanKeySchemaReader reader = this.keySchema;
        if (reader == null) {
            reader = new RequestScanKeySchemaReader();
            this.keySchema = reader;
        }
        return readStruct(7, reader);
    }

    /** Whether {@code projection} is set. */
    public boolean hasProjection() {
        return readHas(8);
    }

    /** Field {@code projection}. */
    public String projection() {
        return projectionBytes().toText();
    }

    /** Field {@code projection}; the same object at each call, moved. */
    public DataReader projectionBytes() {
        DataReader reader = this.projectionBytes;
        if (reader == null) {
            reader = new DataReader();
            this.projectionBytes = reader;
        }
        return readBytes(8, reader, true);
    }
}
