// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestFeed. */
public final class RequestFeedReader extends StructReader {
    private @Nullable DataReader position;
    private @Nullable TextListReader names;

    /** On no message yet. */
    public RequestFeedReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestFeedReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code partition}. */
    public long partition() {
        return Integer.toUnsignedLong(readInt(0));
    }

    /** Whether {@code position} is set. */
    public boolean hasPosition() {
        return readHas(0);
    }

    /** Field {@code position}; the same object at each call, moved. */
    public DataReader position() {
        DataReader reader = this.position;
        if (reader == null) {
            reader = new DataReader();
            this.position = reader;
        }
        return readBytes(0, reader, false);
    }

    /** Field {@code from}. */
    public RequestFeedFrom from() {
        return RequestFeedFrom.of(Short.toUnsignedInt(readShort(4)));
    }

    /** Field {@code limit}. */
    public long limit() {
        return Integer.toUnsignedLong(readInt(8));
    }

    /** Field {@code images}. */
    public RequestFeedImages images() {
        return RequestFeedImages.of(Short.toUnsignedInt(readShort(6)));
    }

    /** Field {@code attributes}. */
    public RequestProjection attributes() {
        return RequestProjection.of(Short.toUnsignedInt(readShort(12)));
    }

    /** Whether {@code names} is set. */
    public boolean hasNames() {
        return readHas(1);
    }

    /** Field {@code names}; the same object at each call, moved. */
    public TextListReader names() {
        TextListReader reader = this.names;
        if (reader == null) {
            reader = new TextListReader();
            this.names = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Field {@code waitMs}. */
    public long waitMs() {
        return Integer.toUnsignedLong(readInt(16));
    }
}
