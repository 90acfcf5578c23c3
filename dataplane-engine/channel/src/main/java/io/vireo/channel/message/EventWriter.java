// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Event. */
public final class EventWriter extends StructWriter {
    private @Nullable StructListWriter<PairWriter> headers;
    private @Nullable StructListWriter<PairWriter> fields;

    /** On no message yet. */
    public EventWriter() {
        super(6, 11);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public EventWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code correlationId}. */
    public EventWriter correlationId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code id}. */
    public EventWriter id(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code id}. */
    public EventWriter id(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code triggerKind}. */
    public EventWriter triggerKind(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code triggerKind}. */
    public EventWriter triggerKind(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code triggerName}. */
    public EventWriter triggerName(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code triggerName}. */
    public EventWriter triggerName(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }

    /** Sets {@code method}. */
    public EventWriter method(String value) {
        writeText(3, value);
        return this;
    }

    /** Sets {@code method}. */
    public EventWriter method(MemorySegment source, long offset, int length) {
        writeText(3, source, offset, length);
        return this;
    }

    /** Sets {@code path}. */
    public EventWriter path(String value) {
        writeText(4, value);
        return this;
    }

    /** Sets {@code path}. */
    public EventWriter path(MemorySegment source, long offset, int length) {
        writeText(4, source, offset, length);
        return this;
    }

    /** Sets {@code contentType}. */
    public EventWriter contentType(String value) {
        writeText(5, value);
        return this;
    }

    /** Sets {@code contentType}. */
    public EventWriter contentType(MemorySegment source, long offset, int length) {
        writeText(5, source, offset, length);
        return this;
    }

    /** Takes space for {@code headers}; the same object at each call, moved. */
    public StructListWriter<PairWriter> initHeaders(int count) {
        StructListWriter<PairWriter> writer = this.headers;
        if (writer == null) {
            writer = new StructListWriter<>(new PairWriter());
            this.headers = writer;
        }
        writer.initField(this, 6, count);
        return writer;
    }

    /** Takes space for {@code fields}; the same object at each call, moved. */
    public StructListWriter<PairWriter> initFields(int count) {
        StructListWriter<PairWriter> writer = this.fields;
        if (writer == null) {
            writer = new StructListWriter<>(new PairWriter());
            this.fields = writer;
        }
        writer.initField(this, 7, count);
        return writer;
    }

    /** Sets {@code timestampNs}. */
    public EventWriter timestampNs(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code url}. */
    public EventWriter url(String value) {
        writeText(8, value);
        return this;
    }

    /** Sets {@code url}. */
    public EventWriter url(MemorySegment source, long offset, int length) {
        writeText(8, source, offset, length);
        return this;
    }

    /** Sets {@code shardId}. */
    public EventWriter shardId(int value) {
        writeInt(16, value ^ 0xffffffff);
        return this;
    }

    /** Sets {@code shardCount}. */
    public EventWriter shardCount(long value) {
        writeInt(20, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code offset}. */
    public EventWriter offset(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code topic}. */
    public EventWriter topic(String value) {
        writeText(9, value);
        return this;
    }

    /** Sets {@code topic}. */
    public EventWriter topic(MemorySegment source, long offset, int length) {
        writeText(9, source, offset, length);
        return this;
    }

    /** Sets {@code body}. */
    public EventWriter body(byte[] value) {
        writeData(10, value);
        return this;
    }

    /** Sets {@code body}. */
    public EventWriter body(MemorySegment source, long offset, int length) {
        writeData(10, source, offset, length);
        return this;
    }

    /** Sets {@code bodyOffset}. */
    public EventWriter bodyOffset(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code bodyLength}. */
    public EventWriter bodyLength(long value) {
        writeInt(40, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code lastInBatch}. */
    public EventWriter lastInBatch(boolean value) {
        writeBoolean(352, value);
        return this;
    }
}
