// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestScan. */
public final class RequestScanWriter extends StructWriter {
    private @Nullable TextListWriter names;
    private @Nullable RequestScanKeySchemaWriter keySchema;

    /** On no message yet. */
    public RequestScanWriter() {
        super(3, 9);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestScanWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code marker}. */
    public RequestScanWriter marker(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code marker}. */
    public RequestScanWriter marker(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code limit}. */
    public RequestScanWriter limit(long value) {
        writeInt(0, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code recursive}. */
    public RequestScanWriter recursive(boolean value) {
        writeBoolean(32, value);
        return this;
    }

    /** Sets {@code filter}. */
    public RequestScanWriter filter(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code filter}. */
    public RequestScanWriter filter(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code attributes}. */
    public RequestScanWriter attributes(RequestProjection value) {
        writeShort(6, value.number());
        return this;
    }

    /** Takes space for {@code names}; the same object at each call, moved. */
    public TextListWriter initNames(int count) {
        TextListWriter writer = this.names;
        if (writer == null) {
            writer = new TextListWriter();
            this.names = writer;
        }
        writer.initField(this, 2, count);
        return writer;
    }

    /** Sets {@code directories}. */
    public RequestScanWriter directories(RequestScanDirectories value) {
        writeShort(8, value.number());
        return this;
    }

    /** Sets {@code segment}. */
    public RequestScanWriter segment(long value) {
        writeInt(12, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code segmentCount}. */
    public RequestScanWriter segmentCount(long value) {
        writeInt(16, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code prefix}. */
    public RequestScanWriter prefix(String value) {
        writeText(3, value);
        return this;
    }

    /** Sets {@code prefix}. */
    public RequestScanWriter prefix(MemorySegment source, long offset, int length) {
        writeText(3, source, offset, length);
        return this;
    }

    /** Sets {@code countOnly}. */
    public RequestScanWriter countOnly(boolean value) {
        writeBoolean(33, value);
        return this;
    }

    /** Sets {@code from}. */
    public RequestScanWriter from(String value) {
        writeText(4, value);
        return this;
    }

    /** Sets {@code from}. */
    public RequestScanWriter from(MemorySegment source, long offset, int length) {
        writeText(4, source, offset, length);
        return this;
    }

    /** Sets {@code fromExclusive}. */
    public RequestScanWriter fromExclusive(boolean value) {
        writeBoolean(34, value);
        return this;
    }

    /** Sets {@code to}. */
    public RequestScanWriter to(String value) {
        writeText(5, value);
        return this;
    }

    /** Sets {@code to}. */
    public RequestScanWriter to(MemorySegment source, long offset, int length) {
        writeText(5, source, offset, length);
        return this;
    }

    /** Sets {@code toInclusive}. */
    public RequestScanWriter toInclusive(boolean value) {
        writeBoolean(35, value);
        return this;
    }

    /** Sets {@code reverse}. */
    public RequestScanWriter reverse(boolean value) {
        writeBoolean(36, value);
        return this;
    }

    /** Sets {@code byteLimit}. */
    public RequestScanWriter byteLimit(long value) {
        writeInt(20, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code keyCondition}. */
    public RequestScanWriter keyCondition(String value) {
        writeText(6, value);
        return this;
    }

    /** Sets {@code keyCondition}. */
    public RequestScanWriter keyCondition(MemorySegment source, long offset, int length) {
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
    public RequestScanWriter projection(String value) {
        writeText(8, value);
        return this;
    }

    /** Sets {@code projection}. */
    public RequestScanWriter projection(MemorySegment source, long offset, int length) {
        writeText(8, source, offset, length);
        return this;
    }
}
