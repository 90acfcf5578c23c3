// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a ToWorker. */
public final class ToWorkerReader extends StructReader {
    private @Nullable EventReader event;

    /** On no message yet. */
    public ToWorkerReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ToWorkerReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Which member of the union is set. */
    public ToWorkerWhich which() {
        return ToWorkerWhich.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code event} is set. */
    public boolean hasEvent() {
        return Short.toUnsignedInt(readShort(0)) == 0 && readHas(0);
    }

    /** Field {@code event}; the same object at each call, moved. */
    public EventReader event() {
        requireMember(0, 0);
        EventReader reader = this.event;
        if (reader == null) {
            reader = new EventReader();
            this.event = reader;
        }
        return readStruct(0, reader);
    }
}
