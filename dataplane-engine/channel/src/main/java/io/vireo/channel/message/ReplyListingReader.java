// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyListing. */
public final class ReplyListingReader extends StructReader {
    private @Nullable StructListReader<EntryReader> entries;
    private @Nullable DataReader nextMarkerBytes;

    /** On no message yet. */
    public ReplyListingReader() {}

    ReplyListingReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code entries} is set. */
    public boolean hasEntries() {
        return readHas(1);
    }

    /** Field {@code entries}; the same object at each call, moved. */
    public StructListReader<EntryReader> entries() {
        StructListReader<EntryReader> reader = this.entries;
        if (reader == null) {
            reader = new StructListReader<>(new EntryReader());
            this.entries = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Whether {@code nextMarker} is set. */
    public boolean hasNextMarker() {
        return readHas(2);
    }

    /** Field {@code nextMarker}. */
    public String nextMarker() {
        return nextMarkerBytes().toText();
    }

    /** Field {@code nextMarker}; the same object at each call, moved. */
    public DataReader nextMarkerBytes() {
        DataReader reader = this.nextMarkerBytes;
        if (reader == null) {
            reader = new DataReader();
            this.nextMarkerBytes = reader;
        }
        return readBytes(2, reader, true);
    }
}
