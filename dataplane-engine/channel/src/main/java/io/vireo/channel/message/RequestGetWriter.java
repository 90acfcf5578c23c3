// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestGet. */
public final class RequestGetWriter extends StructWriter {
    private @Nullable TextListWriter names;

    /** On no message yet. */
    public RequestGetWriter() {
        super(3, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestGetWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code attributes}. */
    public RequestGetWriter attributes(RequestProjection value) {
        writeShort(0, value.number());
        return this;
    }

    /** Takes space for {@code names}; the same object at each call, moved. */
    public TextListWriter initNames(int count) {
        TextListWriter writer = this.names;
        if (writer == null) {
            writer = new TextListWriter();
            this.names = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Sets {@code rangeStart}. */
    public RequestGetWriter rangeStart(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code rangeLength}. */
    public RequestGetWriter rangeLength(long value) {
        writeInt(4, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code pin}. */
    public RequestGetWriter pin(boolean value) {
        writeBoolean(16, value);
        return this;
    }

    /** Sets {@code handle}. */
    public RequestGetWriter handle(long value) {
        writeLong(16, value);
        return this;
    }

    /** Sets {@code projection}. */
    public RequestGetWriter projection(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code projection}. */
    public RequestGetWriter projection(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }
}
