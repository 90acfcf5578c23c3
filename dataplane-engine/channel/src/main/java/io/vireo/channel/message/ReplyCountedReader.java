// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyCounted. */
public final class ReplyCountedReader extends StructReader {
    private @Nullable DataReader countMarkerBytes;

    /** On no message yet. */
    public ReplyCountedReader() {}

    ReplyCountedReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Field {@code count}. */
    public long count() {
        return readLong(24);
    }

    /** Whether {@code countMarker} is set. */
    public boolean hasCountMarker() {
        return readHas(1);
    }

    /** Field {@code countMarker}. */
    public String countMarker() {
        return countMarkerBytes().toText();
    }

    /** Field {@code countMarker}; the same object at each call, moved. */
    public DataReader countMarkerBytes() {
        DataReader reader = this.countMarkerBytes;
        if (reader == null) {
            reader = new DataReader();
            this.countMarkerBytes = reader;
        }
        return readBytes(1, reader, true);
    }
}
