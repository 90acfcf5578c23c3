// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyRecords. */
public final class ReplyRecordsReader extends StructReader {
    private @Nullable StructListReader<RecordReader> page;

    /** On no message yet. */
    public ReplyRecordsReader() {}

    ReplyRecordsReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Whether {@code page} is set. */
    public boolean hasPage() {
        return readHas(1);
    }

    /** Field {@code page}; the same object at each call, moved. */
    public StructListReader<RecordReader> page() {
        StructListReader<RecordReader> reader = this.page;
        if (reader == null) {
            reader = new StructListReader<>(new RecordReader());
            this.page = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Field {@code nextLocation}. */
    public long nextLocation() {
        return readLong(24);
    }

    /** Field {@code behindRecords}. */
    public long behindRecords() {
        return readLong(32);
    }

    /** Field {@code behindMs}. */
    public long behindMs() {
        return readLong(40);
    }
}
