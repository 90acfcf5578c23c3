// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;

/** Reader of a ReplyStage. */
public final class ReplyStageReader extends StructReader {
    /** On no message yet. */
    public ReplyStageReader() {}

    ReplyStageReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Field {@code stageId}. */
    public long stageId() {
        return readLong(24);
    }

    /** Field {@code stagedLength}. */
    public long stagedLength() {
        return readLong(32);
    }
}
