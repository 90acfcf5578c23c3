// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyIndexes. */
public final class ReplyIndexesReader extends StructReader {
    private @Nullable StructListReader<IndexReader> list;
    private @Nullable DataReader indexesFaultBytes;

    /** On no message yet. */
    public ReplyIndexesReader() {}

    ReplyIndexesReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code list} is set. */
    public boolean hasList() {
        return readHas(1);
    }

    /** Field {@code list}; the same object at each call, moved. */
    public StructListReader<IndexReader> list() {
        StructListReader<IndexReader> reader = this.list;
        if (reader == null) {
            reader = new StructListReader<>(new IndexReader());
            this.list = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Field {@code indexesBehindBytes}. */
    public long indexesBehindBytes() {
        return readLong(24);
    }

    /** Field {@code indexesBehindMs}. */
    public long indexesBehindMs() {
        return readLong(32);
    }

    /** Whether {@code indexesFault} is set. */
    public boolean hasIndexesFault() {
        return readHas(2);
    }

    /** Field {@code indexesFault}. */
    public String indexesFault() {
        return indexesFaultBytes().toText();
    }

    /** Field {@code indexesFault}; the same object at each call, moved. */
    public DataReader indexesFaultBytes() {
        DataReader reader = this.indexesFaultBytes;
        if (reader == null) {
            reader = new DataReader();
            this.indexesFaultBytes = reader;
        }
        return readBytes(2, reader, true);
    }

    /** Field {@code unfitCount}. */
    public long unfitCount() {
        return readLong(40);
    }
}
