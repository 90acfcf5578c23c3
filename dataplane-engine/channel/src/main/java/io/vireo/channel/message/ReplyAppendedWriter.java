// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;

/** Writer of a ReplyAppended. */
public final class ReplyAppendedWriter extends StructWriter {
    /** On no message yet. */
    public ReplyAppendedWriter() {
        super(22, 4);
    }

    ReplyAppendedWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Sets {@code firstSequence}. */
    public ReplyAppendedWriter firstSequence(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code count}. */
    public ReplyAppendedWriter count(long value) {
        writeInt(32, (int) inRange(value, 0L, 4294967295L));
        return this;
    }
}
