// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestScanKeySchema. */
public final class RequestScanKeySchemaWriter extends StructWriter {
    private @Nullable RequestScanKeyAttributeWriter partition;
    private @Nullable RequestScanKeyAttributeWriter sort;

    /** On no message yet. */
    public RequestScanKeySchemaWriter() {
        super(0, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestScanKeySchemaWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Takes space for {@code partition}; the same object at each call, moved. */
    public RequestScanKeyAttributeWriter initPartition() {
        RequestScanKeyAttributeWriter writer = this.partition;
        if (writer == null) {
            writer = new RequestScanKeyAttributeWriter();
            this.partition = writer;
        }
        return initStruct(0, writer);
    }

    /** Takes space for {@code sort}; the same object at each call, moved. */
    public RequestScanKeyAttributeWriter initSort() {
        RequestScanKeyAttributeWriter writer = this.sort;
        if (writer == null) {
            writer = new RequestScanKeyAttributeWriter();
            this.sort = writer;
        }
        return initStruct(1, writer);
    }
}
