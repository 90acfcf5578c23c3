// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a Ready. */
public final class ReadyWriter extends StructWriter {
    /** On no message yet. */
    public ReadyWriter() {
        super(1, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ReadyWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code pid}. */
    public ReadyWriter pid(int value) {
        writeInt(0, value);
        return this;
    }

    /** Sets {@code runtime}. */
    public ReadyWriter runtime(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code runtime}. */
    public ReadyWriter runtime(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code concurrency}. */
    public ReadyWriter concurrency(long value) {
        writeInt(4, (int) inRange(value, 0L, 4294967295L) ^ 0x1);
        return this;
    }
}
