// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestBatch. */
public final class RequestBatchReader extends StructReader {
    private @Nullable StructListReader<RequestReader> requests;

    /** On no message yet. */
    public RequestBatchReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestBatchReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code requests} is set. */
    public boolean hasRequests() {
        return readHas(0);
    }

    /** Field {@code requests}; the same object at each call, moved. */
    public StructListReader<RequestReader> requests() {
        StructListReader<RequestReader> reader = this.requests;
        if (reader == null) {
            reader = new StructListReader<>(new RequestReader());
            this.requests = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }
}
