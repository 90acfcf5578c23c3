// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Index. */
public final class IndexWriter extends StructWriter {
    private @Nullable RequestScanKeyAttributeWriter partition;
    private @Nullable RequestScanKeyAttributeWriter sort;
    private @Nullable TextListWriter names;

    /** On no message yet. */
    public IndexWriter() {
        super(2, 4);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public IndexWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public IndexWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public IndexWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code local}. */
    public IndexWriter local(boolean value) {
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
    public IndexWriter projection(RequestProjection value) {
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

    /** Sets {@code state}. */
    public IndexWriter state(IndexState value) {
        writeShort(4, value.number());
        return this;
    }

    /** Sets {@code unreadCount}. */
    public IndexWriter unreadCount(long value) {
        writeLong(8, value);
        return this;
    }
}
