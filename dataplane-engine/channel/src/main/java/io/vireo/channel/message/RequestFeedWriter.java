// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestFeed. */
public final class RequestFeedWriter extends StructWriter {
    private @Nullable TextListWriter names;

    /** On no message yet. */
    public RequestFeedWriter() {
        super(3, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestFeedWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code partition}. */
    public RequestFeedWriter partition(long value) {
        writeInt(0, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code position}. */
    public RequestFeedWriter position(byte[] value) {
        writeData(0, value);
        return this;
    }

    /** Sets {@code position}. */
    public RequestFeedWriter position(MemorySegment source, long offset, int length) {
        writeData(0, source, offset, length);
        return this;
    }

    /** Sets {@code from}. */
    public RequestFeedWriter from(RequestFeedFrom value) {
        writeShort(4, value.number());
        return this;
    }

    /** Sets {@code limit}. */
    public RequestFeedWriter limit(long value) {
        writeInt(8, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code images}. */
    public RequestFeedWriter images(RequestFeedImages value) {
        writeShort(6, value.number());
        return this;
    }

    /** Sets {@code attributes}. */
    public RequestFeedWriter attributes(RequestProjection value) {
        writeShort(12, value.number());
        return this;
    }

    /** Takes space for {@code names}; the same object at each call, moved. */
    public TextListWriter initNames(int count) {
        TextListWriter writer = this.names;
        if (writer == null) {
            writer = new TextListWriter();
            this.names = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code waitMs}. */
    public RequestFeedWriter waitMs(long value) {
        writeInt(16, (int) inRange(value, 0L, 4294967295L));
        return this;
    }
}
