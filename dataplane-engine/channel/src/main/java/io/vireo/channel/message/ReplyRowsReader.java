// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyRows. */
public final class ReplyRowsReader extends StructReader {
    private @Nullable StructListReader<EntryReader> found;
    private @Nullable DataReader nextKey;

    /** On no message yet. */
    public ReplyRowsReader() {}

    ReplyRowsReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code found} is set. */
    public boolean hasFound() {
        return readHas(1);
    }

    /** Field {@code found}; the same object at each call, moved. */
    public StructListReader<EntryReader> found() {
        StructListReader<EntryReader> reader = this.found;
        if (reader == null) {
            reader = new StructListReader<>(new EntryReader());
            this.found = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Whether {@code nextKey} is set. */
    public boolean hasNextKey() {
        return readHas(2);
    }

    /** Field {@code nextKey}; the same object at each call, moved. */
    public DataReader nextKey() {
        DataReader reader = this.nextKey;
        if (reader == null) {
            reader = new DataReader();
            this.nextKey = reader;
        }
        return readBytes(2, reader, false);
    }

    /** Field {@code owner}. */
    public long owner() {
        return Integer.toUnsignedLong(readInt(24));
    }
}
