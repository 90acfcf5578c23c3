// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyIndexes. */
public final class ReplyIndexesWriter extends StructWriter {
    private @Nullable StructListWriter<IndexWriter> list;

    /** On no message yet. */
    public ReplyIndexesWriter() {
        super(22, 4);
    }

    ReplyIndexesWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code list}; the same object at each call, moved. */
    public StructListWriter<IndexWriter> initList(int count) {
        StructListWriter<IndexWriter> writer = this.list;
        if (writer == null) {
            writer = new StructListWriter<>(new IndexWriter());
            this.list = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code indexesBehindBytes}. */
    public ReplyIndexesWriter indexesBehindBytes(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code indexesBehindMs}. */
    public ReplyIndexesWriter indexesBehindMs(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code indexesFault}. */
    public ReplyIndexesWriter indexesFault(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code indexesFault}. */
    public ReplyIndexesWriter indexesFault(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }

    /** Sets {@code unfitCount}. */
    public ReplyIndexesWriter unfitCount(long value) {
        writeLong(40, value);
        return this;
    }
}
