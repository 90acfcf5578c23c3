// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a ReplyListing. */
public final class ReplyListingWriter extends StructWriter {
    private @Nullable StructListWriter<EntryWriter> entries;

    /** On no message yet. */
    public ReplyListingWriter() {
        super(22, 4);
    }

    ReplyListingWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Takes space for {@code entries}; the same object at each call, moved. */
    public StructListWriter<EntryWriter> initEntries(int count) {
        StructListWriter<EntryWriter> writer = this.entries;
        if (writer == null) {
            writer = new StructListWriter<>(new EntryWriter());
            this.entries = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }

    /** Sets {@code nextMarker}. */
    public ReplyListingWriter nextMarker(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code nextMarker}. */
    public ReplyListingWriter nextMarker(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }
}
