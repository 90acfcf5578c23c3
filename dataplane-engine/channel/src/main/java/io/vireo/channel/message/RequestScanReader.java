// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestScan. */
public final class RequestScanReader extends StructReader {
    private @Nullable DataReader markerBytes;
    private @Nullable DataReader filterBytes;
    private @Nullable TextListReader names;
    private @Nullable DataReader prefixBytes;
    private @Nullable DataReader fromBytes;
    private @Nullable DataReader toBytes;
    private @Nullable DataReader keyConditionBytes;
    private @Nullable RequestScanKeySchemaReader keySchema;
    private @Nullable DataReader projectionBytes;

    /** On no message yet. */
    public RequestScanReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestScanReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code marker} is set. */
    public boolean hasMarker() {
        return readHas(0);
    }

    /** Field {@code marker}. */
    public String marker() {
        return markerBytes().toText();
    }

    /** Field {@code marker}; the same object at each call, moved. */
    public DataReader markerBytes() {
        DataReader reader = this.markerBytes;
        if (reader == null) {
            reader = new DataReader();
            this.markerBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code limit}. */
    public long limit() {
        return Integer.toUnsignedLong(readInt(0));
    }

    /** Field {@code recursive}. */
    public boolean recursive() {
        return readBoolean(32);
    }

    /** Whether {@code filter} is set. */
    public boolean hasFilter() {
        return readHas(1);
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
        return readBytes(1, reader, true);
    }

    /** Field {@code attributes}. */
    public RequestProjection attributes() {
        return RequestProjection.of(Short.toUnsignedInt(readShort(6)));
    }

    /** Whether {@code names} is set. */
    public boolean hasNames() {
        return readHas(2);
    }

    /** Field {@code names}; the same object at each call, moved. */
    public TextListReader names() {
        TextListReader reader = this.names;
        if (reader == null) {
            reader = new TextListReader();
            this.names = reader;
        }
        reader.wrapField(this, 2);
        return reader;
    }

    /** Field {@code directories}. */
    public RequestScanDirectories directories() {
        return RequestScanDirectories.of(Short.toUnsignedInt(readShort(8)));
    }

    /** Field {@code segment}. */
    public long segment() {
        return Integer.toUnsignedLong(readInt(12));
    }

    /** Field {@code segmentCount}. */
    public long segmentCount() {
        return Integer.toUnsignedLong(readInt(16));
    }

    /** Whether {@code prefix} is set. */
    public boolean hasPrefix() {
        return readHas(3);
    }

    /** Field {@code prefix}. */
    public String prefix() {
        return prefixBytes().toText();
    }

    /** Field {@code prefix}; the same object at each call, moved. */
    public DataReader prefixBytes() {
        DataReader reader = this.prefixBytes;
        if (reader == null) {
            reader = new DataReader();
            this.prefixBytes = reader;
        }
        return readBytes(3, reader, true);
    }

    /** Field {@code countOnly}. */
    public boolean countOnly() {
        return readBoolean(33);
    }

    /** Whether {@code from} is set. */
    public boolean hasFrom() {
        return readHas(4);
    }

    /** Field {@code from}. */
    public String from() {
        return fromBytes().toText();
    }

    /** Field {@code from}; the same object at each call, moved. */
    public DataReader fromBytes() {
        DataReader reader = this.fromBytes;
        if (reader == null) {
            reader = new DataReader();
            this.fromBytes = reader;
        }
        return readBytes(4, reader, true);
    }

    /** Field {@code fromExclusive}. */
    public boolean fromExclusive() {
        return readBoolean(34);
    }

    /** Whether {@code to} is set. */
    public boolean hasTo() {
        return readHas(5);
    }

    /** Field {@code to}. */
    public String to() {
        return toBytes().toText();
    }

    /** Field {@code to}; the same object at each call, moved. */
    public DataReader toBytes() {
        DataReader reader = this.toBytes;
        if (reader == null) {
            reader = new DataReader();
            this.toBytes = reader;
        }
        return readBytes(5, reader, true);
    }

    /** Field {@code toInclusive}. */
    public boolean toInclusive() {
        return readBoolean(35);
    }

    /** Field {@code reverse}. */
    public boolean reverse() {
        return readBoolean(36);
    }

    /** Field {@code byteLimit}. */
    public long byteLimit() {
        return Integer.toUnsignedLong(readInt(20));
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
