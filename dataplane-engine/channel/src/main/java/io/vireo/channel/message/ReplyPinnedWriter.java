// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyPinned. */
public final class ReplyPinnedWriter extends StructWriter {
    private @Nullable EntryWriter pinnedEntry;

    /** On no message yet. */
    public ReplyPinnedWriter() {
        super(22, 4);
    }

    ReplyPinnedWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code pinnedEntry}; the same object at each call, moved. */
    public EntryWriter initPinnedEntry() {
        EntryWriter writer = this.pinnedEntry;
        if (writer == null) {
            writer = new EntryWriter();
            this.pinnedEntry = writer;
        }
        return initStruct(1, writer);
    }

    /** Sets {@code handle}. */
    public ReplyPinnedWriter handle(long value) {
        writeLong(24, value);
        return this;
    }
}
