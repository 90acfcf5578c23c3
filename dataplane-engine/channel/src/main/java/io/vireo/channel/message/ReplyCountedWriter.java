// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a ReplyCounted. */
public final class ReplyCountedWriter extends StructWriter {
    /** On no message yet. */
    public ReplyCountedWriter() {
        super(22, 4);
    }

    ReplyCountedWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Sets {@code count}. */
    public ReplyCountedWriter count(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code countMarker}. */
    public ReplyCountedWriter countMarker(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code countMarker}. */
    public ReplyCountedWriter countMarker(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }
}
