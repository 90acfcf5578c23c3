// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestAppend. */
public final class RequestAppendReader extends StructReader {
    private @Nullable StructListReader<NewRecordReader> records;

    /** On no message yet. */
    public RequestAppendReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestAppendReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code records} is set. */
    public boolean hasRecords() {
        return readHas(0);
    }

    /** Field {@code records}; the same object at each call, moved. */
    public StructListReader<NewRecordReader> records() {
        StructListReader<NewRecordReader> reader = this.records;
        if (reader == null) {
            reader = new StructListReader<>(new NewRecordReader());
            this.records = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }
}
