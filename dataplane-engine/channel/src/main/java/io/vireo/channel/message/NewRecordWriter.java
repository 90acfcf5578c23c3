// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a NewRecord. */
public final class NewRecordWriter extends StructWriter {
    /** On no message yet. */
    public NewRecordWriter() {
        super(0, 3);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public NewRecordWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code data}. */
    public NewRecordWriter data(byte[] value) {
        writeData(0, value);
        return this;
    }

    /** Sets {@code data}. */
    public NewRecordWriter data(MemorySegment source, long offset, int length) {
        writeData(0, source, offset, length);
        return this;
    }

    /** Sets {@code clientInfo}. */
    public NewRecordWriter clientInfo(byte[] value) {
        writeData(1, value);
        return this;
    }

    /** Sets {@code clientInfo}. */
    public NewRecordWriter clientInfo(MemorySegment source, long offset, int length) {
        writeData(1, source, offset, length);
        return this;
    }

    /** Sets {@code partitionKey}. */
    public NewRecordWriter partitionKey(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code partitionKey}. */
    public NewRecordWriter partitionKey(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }
}
