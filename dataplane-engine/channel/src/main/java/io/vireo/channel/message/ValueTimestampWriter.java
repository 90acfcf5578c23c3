// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;

/** Writer of a ValueTimestamp. */
public final class ValueTimestampWriter extends StructWriter {
    /** On no message yet. */
    public ValueTimestampWriter() {
        super(2, 1);
    }

    ValueTimestampWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Sets {@code seconds}. */
    public ValueTimestampWriter seconds(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code nanos}. */
    public ValueTimestampWriter nanos(long value) {
        writeInt(4, (int) inRange(value, 0L, 4294967295L));
        return this;
    }
}
