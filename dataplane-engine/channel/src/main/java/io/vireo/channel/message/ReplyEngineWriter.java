// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a ReplyEngine. */
public final class ReplyEngineWriter extends StructWriter {
    /** On no message yet. */
    public ReplyEngineWriter() {
        super(6, 3);
    }

    ReplyEngineWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Sets {@code partitionCount}. */
    public ReplyEngineWriter partitionCount(long value) {
        writeInt(24, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code reactorCount}. */
    public ReplyEngineWriter reactorCount(long value) {
        writeInt(28, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code version}. */
    public ReplyEngineWriter version(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code version}. */
    public ReplyEngineWriter version(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }
}
