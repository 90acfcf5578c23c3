// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a ToWorker. */
public final class ToWorkerWriter extends StructWriter {
    private @Nullable EventWriter event;

    /** On no message yet. */
    public ToWorkerWriter() {
        super(1, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ToWorkerWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Takes space for {@code event}; the same object at each call, moved. */
    public EventWriter initEvent() {
        writeShort(0, 0);
        EventWriter writer = this.event;
        if (writer == null) {
            writer = new EventWriter();
            this.event = writer;
        }
        return initStruct(0, writer);
    }

    /** Sets {@code drain}. */
    public ToWorkerWriter setDrain() {
        writeShort(0, 1);
        return this;
    }
}
