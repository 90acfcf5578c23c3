// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a Record. */
public final class RecordWriter extends StructWriter {
    /** On no message yet. */
    public RecordWriter() {
        super(2, 3);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RecordWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code sequence}. */
    public RecordWriter sequence(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code arrivalNs}. */
    public RecordWriter arrivalNs(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code data}. */
    public RecordWriter data(byte[] value) {
        writeData(0, value);
        return this;
    }

    /** Sets {@code data}. */
    public RecordWriter data(MemorySegment source, long offset, int length) {
        writeData(0, source, offset, length);
        return this;
    }

    /** Sets {@code clientInfo}. */
    public RecordWriter clientInfo(byte[] value) {
        writeData(1, value);
        return this;
    }

    /** Sets {@code clientInfo}. */
    public RecordWriter clientInfo(MemorySegment source, long offset, int length) {
        writeData(1, source, offset, length);
        return this;
    }

    /** Sets {@code partitionKey}. */
    public RecordWriter partitionKey(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code partitionKey}. */
    public RecordWriter partitionKey(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }
}
