// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyBatch. */
public final class ReplyBatchWriter extends StructWriter {
    private @Nullable StructListWriter<ReplyWriter> replies;

    /** On no message yet. */
    public ReplyBatchWriter() {
        super(22, 4);
    }

    ReplyBatchWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code replies}; the same object at each call, moved. */
    public StructListWriter<ReplyWriter> initReplies(int count) {
        StructListWriter<ReplyWriter> writer = this.replies;
        if (writer == null) {
            writer = new StructListWriter<>(new ReplyWriter());
            this.replies = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code failedIndex}. */
    public ReplyBatchWriter failedIndex(int value) {
        writeInt(24, value);
        return this;
    }
}
