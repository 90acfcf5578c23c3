// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestQuery. */
public final class RequestQueryWriter extends StructWriter {
    private @Nullable ValueWriter partition;
    private @Nullable StructListWriter<ValueWriter> operands;
    private @Nullable TextListWriter names;
    private @Nullable RequestScanKeySchemaWriter keySchema;

    /** On no message yet. */
    public RequestQueryWriter() {
        super(3, 9);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestQueryWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code index}. */
    public RequestQueryWriter index(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code index}. */
    public RequestQueryWriter index(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code range}. */
    public RequestQueryWriter range(RequestQueryRange value) {
        writeShort(0, value.number());
        return this;
    }

    /** Takes space for {@code partition}; the same object at each call, moved. */
    public ValueWriter initPartition() {
        ValueWriter writer = this.partition;
        if (writer == null) {
            writer = new ValueWriter();
            this.partition = writer;
        }
        return initStruct(1, writer);
    }

    /** Takes space for {@code operands}; the same object at each call, moved. */
    public StructListWriter<ValueWriter> initOperands(int count) {
        StructListWriter<ValueWriter> writer = this.operands;
        if (writer == null) {
            writer = new StructListWriter<>(new ValueWriter());
            this.operands = writer;
        }
        writer.initField(this, 2, count);
        return writer;
    }

    /** Sets {@code backwards}. */
    public RequestQueryWriter backwards(boolean value) {
        writeBoolean(16, value);
        return this;
    }

    /** Sets {@code limit}. */
    public RequestQueryWriter limit(long value) {
        writeInt(4, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code filter}. */
    public RequestQueryWriter filter(String value) {
        writeText(3, value);
        return this;
    }

    /** Sets {@code filter}. */
    public RequestQueryWriter filter(MemorySegment source, long offset, int length) {
        writeText(3, source, offset, length);
        return this;
    }

    /** Sets {@code attributes}. */
    public RequestQueryWriter attributes(RequestProjection value) {
        writeShort(8, value.number());
        return this;
    }

    /** Takes space for {@code names}; the same object at each call, moved. */
    public TextListWriter initNames(int count) {
        TextListWriter writer = this.names;
        if (writer == null) {
            writer = new TextListWriter();
            this.names = writer;
        }
        writer.initField(this, 4, count);
        return writer;
    }

    /** Sets {@code marker}. */
    public RequestQueryWriter marker(byte[] value) {
        writeData(5, value);
        return this;
    }

    /** Sets {@code marker}. */
    public RequestQueryWriter marker(MemorySegment source, long offset, int length) {
        writeData(5, source, offset, length);
        return this;
    }

    /** Sets {@code segment}. */
    public RequestQueryWriter segment(long value) {
        writeInt(12, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code segmentCount}. */
    public RequestQueryWriter segmentCount(long value) {
        writeInt(16, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code keyCondition}. */
    public RequestQueryWriter keyCondition(String value) {
        writeText(6, value);
        return this;
    }

    /** Sets {@code keyCondition}. */
    public RequestQueryWriter keyCondition(MemorySegment source, long offset, int length) {
        writeText(6, source, offset, length);
        return this;
    }

    /** Takes space for {@code keySchema}; the same object at each call, moved. */
    public RequestScanKeySchemaWriter initKeySchema() {
        RequestScanKeySchemaWriter writer = this.keySchema;
        if (writer == null) {
            writer = new RequestScanKeySchemaWriter();
            this.keySchema = writer;
        }
        return initStruct(7, writer);
    }

    /** Sets {@code projection}. */
    public RequestQueryWriter projection(String value) {
        writeText(8, value);
        return this;
    }

    /** Sets {@code projection}. */
    public RequestQueryWriter projection(MemorySegment source, long offset, int length) {
        writeText(8, source, offset, length);
        return this;
    }
}
