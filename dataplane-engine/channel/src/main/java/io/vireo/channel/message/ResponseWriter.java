// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Response. */
public final class ResponseWriter extends StructWriter {
    private @Nullable StructListWriter<PairWriter> headers;

    /** On no message yet. */
    public ResponseWriter() {
        super(3, 3);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ResponseWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code correlationId}. */
    public ResponseWriter correlationId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code status}. */
    public ResponseWriter status(int value) {
        writeShort(8, (int) inRange(value, 0L, 65535L) ^ 0xc8);
        return this;
    }

    /** Sets {@code contentType}. */
    public ResponseWriter contentType(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code contentType}. */
    public ResponseWriter contentType(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Takes space for {@code headers}; the same object at each call, moved. */
    public StructListWriter<PairWriter> initHeaders(int count) {
        StructListWriter<PairWriter> writer = this.headers;
        if (writer == null) {
            writer = new StructListWriter<>(new PairWriter());
            this.headers = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code body}. */
    public ResponseWriter body(byte[] value) {
        writeData(2, value);
        return this;
    }

    /** Sets {@code body}. */
    public ResponseWriter body(MemorySegment source, long offset, int length) {
        writeData(2, source, offset, length);
        return this;
    }

    /** Sets {@code more}. */
    public ResponseWriter more(boolean value) {
        writeBoolean(80, value);
        return this;
    }

    /** Sets {@code durationNs}. */
    public ResponseWriter durationNs(long value) {
        writeLong(16, value);
        return this;
    }

    /** Sets {@code failed}. */
    public ResponseWriter failed(boolean value) {
        writeBoolean(81, value);
        return this;
    }
}
