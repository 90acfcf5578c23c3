// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestAppend. */
public final class RequestAppendWriter extends StructWriter {
    private @Nullable StructListWriter<NewRecordWriter> records;

    /** On no message yet. */
    public RequestAppendWriter() {
        super(0, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestAppendWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Takes space for {@code records}; the same object at each call, moved. */
    public StructListWriter<NewRecordWriter> initRecords(int count) {
        StructListWriter<NewRecordWriter> writer = this.records;
        if (writer == null) {
            writer = new StructListWriter<>(new NewRecordWriter());
            this.records = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }
}
