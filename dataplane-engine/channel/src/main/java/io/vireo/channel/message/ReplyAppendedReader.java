// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;

/** Reader of a ReplyAppended. */
public final class ReplyAppendedReader extends StructReader {
    /** On no message yet. */
    public ReplyAppendedReader() {}

    ReplyAppendedReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Field {@code firstSequence}. */
    public long firstSequence() {
        return readLong(24);
    }

    /** Field {@code count}. */
    public long count() {
        return Integer.toUnsignedLong(readInt(32));
    }
}
