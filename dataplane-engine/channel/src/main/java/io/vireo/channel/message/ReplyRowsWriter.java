// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyRows. */
public final class ReplyRowsWriter extends StructWriter {
    private @Nullable StructListWriter<EntryWriter> found;

    /** On no message yet. */
    public ReplyRowsWriter() {
        super(22, 4);
    }

    ReplyRowsWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code found}; the same object at each call, moved. */
    public StructListWriter<EntryWriter> initFound(int count) {
        StructListWriter<EntryWriter> writer = this.found;
        if (writer == null) {
            writer = new StructListWriter<>(new EntryWriter());
            this.found = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code nextKey}. */
    public ReplyRowsWriter nextKey(byte[] value) {
        writeData(2, value);
        return this;
    }

    /** Sets {@code nextKey}. */
    public ReplyRowsWriter nextKey(MemorySegment source, long offset, int length) {
        writeData(2, source, offset, length);
        return this;
    }

    /** Sets {@code owner}. */
    public ReplyRowsWriter owner(long value) {
        writeInt(24, (int) inRange(value, 0L, 4294967295L));
        return this;
    }
}
