// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Entry. */
public final class EntryReader extends StructReader {
    private @Nullable DataReader pathBytes;
    private @Nullable ItemStateReader state;
    private @Nullable StructListReader<AttributeReader> attributes;

    /** On no message yet. */
    public EntryReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public EntryReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code path} is set. */
    public boolean hasPath() {
        return readHas(0);
    }

    /** Field {@code path}. */
    public String path() {
        return pathBytes().toText();
    }

    /** Field {@code path}; the same object at each call, moved. */
    public DataReader pathBytes() {
        DataReader reader = this.pathBytes;
        if (reader == null) {
            reader = new DataReader();
            this.pathBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code state} is set. */
    public boolean hasState() {
        return readHas(1);
    }

    /** Field {@code state}; the same object at each call, moved. */
    public ItemStateReader state() {
        ItemStateReader reader = this.state;
        if (reader == null) {
            reader = new ItemStateReader();
            this.state = reader;
        }
        return readStruct(1, reader);
    }

    /** Whether {@code attributes} is set. */
    public boolean hasAttributes() {
        return readHas(2);
    }

    /** Field {@code attributes}; the same object at each call, moved. */
    public StructListReader<AttributeReader> attributes() {
        StructListReader<AttributeReader> reader = this.attributes;
        if (reader == null) {
            reader = new StructListReader<>(new AttributeReader());
            this.attributes = reader;
        }
        reader.wrapField(this, 2);
        return reader;
    }

    /** Field {@code prefix}. */
    public boolean prefix() {
        return readBoolean(0);
    }
}
