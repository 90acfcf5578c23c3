// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyPinned. */
public final class ReplyPinnedReader extends StructReader {
    private @Nullable EntryReader pinnedEntry;

    /** On no message yet. */
    public ReplyPinnedReader() {}

    ReplyPinnedReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code pinnedEntry} is set. */
    public boolean hasPinnedEntry() {
        return readHas(1);
    }

    /** Field {@code pinnedEntry}; the same object at each call, moved. */
    public EntryReader pinnedEntry() {
        EntryReader reader = this.pinnedEntry;
        if (reader == null) {
            reader = new EntryReader();
            this.pinnedEntry = reader;
        }
        return readStruct(1, reader);
    }

    /** Field {@code handle}. */
    public long handle() {
        return readLong(24);
    }
}
