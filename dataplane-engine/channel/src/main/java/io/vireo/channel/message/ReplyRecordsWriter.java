// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyRecords. */
public final class ReplyRecordsWriter extends StructWriter {
    private @Nullable StructListWriter<RecordWriter> page;

    /** On no message yet. */
    public ReplyRecordsWriter() {
        super(22, 4);
    }

    ReplyRecordsWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code page}; the same object at each call, moved. */
    public StructListWriter<RecordWriter> initPage(int count) {
        StructListWriter<RecordWriter> writer = this.page;
        if (writer == null) {
            writer = new StructListWriter<>(new RecordWriter());
            this.page = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code nextLocation}. */
    public ReplyRecordsWriter nextLocation(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code behindRecords}. */
    public ReplyRecordsWriter behindRecords(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code behindMs}. */
    public ReplyRecordsWriter behindMs(long value) {
        writeLong(40, value);
        return this;
    }
}
