// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyBatch. */
public final class ReplyBatchReader extends StructReader {
    private @Nullable StructListReader<ReplyReader> replies;

    /** On no message yet. */
    public ReplyBatchReader() {}

    ReplyBatchReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code replies} is set. */
    public boolean hasReplies() {
        return readHas(1);
    }

    /** Field {@code replies}; the same object at each call, moved. */
    public StructListReader<ReplyReader> replies() {
        StructListReader<ReplyReader> reader = this.replies;
        if (reader == null) {
            reader = new StructListReader<>(new ReplyReader());
            this.replies = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Field {@code failedIndex}. */
    public int failedIndex() {
        return readInt(24);
    }
}
