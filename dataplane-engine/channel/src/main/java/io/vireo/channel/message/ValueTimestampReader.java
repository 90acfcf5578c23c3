// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;

/** Reader of a ValueTimestamp. */
public final class ValueTimestampReader extends StructReader {
    /** On no message yet. */
    public ValueTimestampReader() {}

    ValueTimestampReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Field {@code seconds}. */
    public long seconds() {
        return readLong(8);
    }

    /** Field {@code nanos}. */
    public long nanos() {
        return Integer.toUnsignedLong(readInt(4));
    }
}
