// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestCreateIndex. */
public final class RequestCreateIndexWriter extends StructWriter {
    private @Nullable RequestScanKeyAttributeWriter partition;
    private @Nullable RequestScanKeyAttributeWriter sort;
    private @Nullable TextListWriter names;

    /** On no message yet. */
    public RequestCreateIndexWriter() {
        super(1, 4);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestCreateIndexWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public RequestCreateIndexWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public RequestCreateIndexWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code local}. */
    public RequestCreateIndexWriter local(boolean value) {
        writeBoolean(0, value);
        return this;
    }

    /** Takes space for {@code partition}; the same object at each call, moved. */
    public RequestScanKeyAttributeWriter initPartition() {
        RequestScanKeyAttributeWriter writer = this.partition;
        if (writer == null) {
            writer = new RequestScanKeyAttributeWriter();
            this.partition = writer;
        }
        return initStruct(1, writer);
    }

    /** Takes space for {@code sort}; the same object at each call, moved. */
    public RequestScanKeyAttributeWriter initSort() {
        RequestScanKeyAttributeWriter writer = this.sort;
        if (writer == null) {
            writer = new RequestScanKeyAttributeWriter();
            this.sort = writer;
        }
        return initStruct(2, writer);
    }

    /** Sets {@code projection}. */
    public RequestCreateIndexWriter projection(RequestProjection value) {
        writeShort(2, value.number());
        return this;
    }

    /** Takes space for {@code names}; the same object at each call, moved. */
    public TextListWriter initNames(int count) {
        TextListWriter writer = this.names;
        if (writer == null) {
            writer = new TextListWriter();
            this.names = writer;
        }
        writer.initField(this, 3, count);
        return writer;
    }
}
