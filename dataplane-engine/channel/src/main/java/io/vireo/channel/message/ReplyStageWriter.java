// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;

/** Writer of a ReplyStage. */
public final class ReplyStageWriter extends StructWriter {
    /** On no message yet. */
    public ReplyStageWriter() {
        super(22, 4);
    }

    ReplyStageWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Sets {@code stageId}. */
    public ReplyStageWriter stageId(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code stagedLength}. */
    public ReplyStageWriter stagedLength(long value) {
        writeLong(32, value);
        return this;
    }
}
