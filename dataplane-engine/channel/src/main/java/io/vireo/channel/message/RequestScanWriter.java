// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestScan. */
public final class RequestScanWriter extends StructWriter {
    private @Nullable TextListWriter names;

    /** On no message yet. */
    public RequestScanWriter() {
        super(3, 4);
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
}
