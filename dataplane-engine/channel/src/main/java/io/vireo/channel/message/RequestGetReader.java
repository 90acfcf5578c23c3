// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestGet. */
public final class RequestGetReader extends StructReader {
    private @Nullable TextListReader names;
    private @Nullable DataReader projectionBytes;

    /** On no message yet. */
    public RequestGetReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestGetReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code attributes}. */
    public RequestProjection attributes() {
        return RequestProjection.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code names} is set. */
    public boolean hasNames() {
        return readHas(0);
    }

    /** Field {@code names}; the same object at each call, moved. */
    public TextListReader names() {
        TextListReader reader = this.names;
        if (reader == null) {
            reader = new TextListReader();
            this.names = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Field {@code rangeStart}. */
    public long rangeStart() {
        return readLong(8);
    }

    /** Field {@code rangeLength}. */
    public long rangeLength() {
        return Integer.toUnsignedLong(readInt(4));
    }

    /** Field {@code pin}. */
    public boolean pin() {
        return readBoolean(16);
    }

    /** Field {@code handle}. */
    public long handle() {
        return readLong(16);
    }

    /** Whether {@code projection} is set. */
    public boolean hasProjection() {
        return readHas(1);
    }

    /** Field {@code projection}. */
    public String projection() {
        return projectionBytes().toText();
    }

    /** Field {@code projection}; the same object at each call, moved. */
    public DataReader projectionBytes() {
        DataReader reader = this.projectionBytes;
        if (reader == null) {
            reader = new DataReader();
            this.projectionBytes = reader;
        }
        return readBytes(1, reader, true);
    }
}
