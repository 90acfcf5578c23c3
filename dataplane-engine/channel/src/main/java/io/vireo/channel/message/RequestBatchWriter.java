// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestBatch. */
public final class RequestBatchWriter extends StructWriter {
    private @Nullable StructListWriter<RequestWriter> requests;

    /** On no message yet. */
    public RequestBatchWriter() {
        super(0, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestBatchWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Takes space for {@code requests}; the same object at each call, moved. */
    public StructListWriter<RequestWriter> initRequests(int count) {
        StructListWriter<RequestWriter> writer = this.requests;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestWriter());
            this.requests = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }
}
