// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Index. */
public final class IndexReader extends StructReader {
    private @Nullable DataReader nameBytes;
    private @Nullable RequestScanKeyAttributeReader partition;
    private @Nullable RequestScanKeyAttributeReader sort;
    private @Nullable TextListReader names;

    /** On no message yet. */
    public IndexReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public IndexReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code name} is set. */
    public boolean hasName() {
        return readHas(0);
    }

    /** Field {@code name}. */
    public String name() {
        return nameBytes().toText();
    }

    /** Field {@code name}; the same object at each call, moved. */
    public DataReader nameBytes() {
        DataReader reader = this.nameBytes;
        if (reader == null) {
            reader = new DataReader();
            this.nameBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code local}. */
    public boolean local() {
        return readBoolean(0);
    }

    /** Whether {@code partition} is set. */
    public boolean hasPartition() {
        return readHas(1);
    }

    /** Field {@code partition}; the same object at each call, moved. */
    public RequestScanKeyAttributeReader partition() {
        RequestScanKeyAttributeReader reader = this.partition;
        if (reader == null) {
            reader = new RequestScanKeyAttributeReader();
            this.partition = reader;
        }
        return readStruct(1, reader);
    }

    /** Whether {@code sort} is set. */
    public boolean hasSort() {
        return readHas(2);
    }

    /** Field {@code sort}; the same object at each call, moved. */
    public RequestScanKeyAttributeReader sort() {
        RequestScanKeyAttributeReader reader = this.sort;
        if (reader == null) {
            reader = new RequestScanKeyAttributeReader();
            this.sort = reader;
        }
        return readStruct(2, reader);
    }

    /** Field {@code projection}. */
    public RequestProjection projection() {
        return RequestProjection.of(Short.toUnsignedInt(readShort(2)));
    }

    /** Whether {@code names} is set. */
    public boolean hasNames() {
        return readHas(3);
    }

    /** Field {@code names}; the same object at each call, moved. */
    public TextListReader names() {
        TextListReader reader = this.names;
        if (reader == null) {
            reader = new TextListReader();
            this.names = reader;
        }
        reader.wrapField(this, 3);
        return reader;
    }

    /** Field {@code state}. */
    public IndexState state() {
        return IndexState.of(Short.toUnsignedInt(readShort(4)));
    }

    /** Field {@code unreadCount}. */
    public long unreadCount() {
        return readLong(8);
    }
}
