// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyChanges. */
public final class ReplyChangesWriter extends StructWriter {
    private @Nullable StructListWriter<ChangeWriter> changePage;

    /** On no message yet. */
    public ReplyChangesWriter() {
        super(22, 4);
    }

    ReplyChangesWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code changePage}; the same object at each call, moved. */
    public StructListWriter<ChangeWriter> initChangePage(int count) {
        StructListWriter<ChangeWriter> writer = this.changePage;
        if (writer == null) {
            writer = new StructListWriter<>(new ChangeWriter());
            this.changePage = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code nextPosition}. */
    public ReplyChangesWriter nextPosition(byte[] value) {
        writeData(2, value);
        return this;
    }

    /** Sets {@code nextPosition}. */
    public ReplyChangesWriter nextPosition(MemorySegment source, long offset, int length) {
        writeData(2, source, offset, length);
        return this;
    }

    /** Sets {@code atEnd}. */
    public ReplyChangesWriter atEnd(boolean value) {
        writeBoolean(192, value);
        return this;
    }

    /** Sets {@code behindBytes}. */
    public ReplyChangesWriter behindBytes(long value) {
        writeLong(32, value);
        return this;
    }
}
