// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a RequestCreateStream. */
public final class RequestCreateStreamWriter extends StructWriter {
    /** On no message yet. */
    public RequestCreateStreamWriter() {
        super(3, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestCreateStreamWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code shardCount}. */
    public RequestCreateStreamWriter shardCount(long value) {
        writeInt(0, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code retentionSeconds}. */
    public RequestCreateStreamWriter retentionSeconds(long value) {
        writeInt(4, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code update}. */
    public RequestCreateStreamWriter update(boolean value) {
        writeBoolean(64, value);
        return this;
    }

    /** Sets {@code retentionBytes}. */
    public RequestCreateStreamWriter retentionBytes(long value) {
        writeLong(16, value);
        return this;
    }
}
