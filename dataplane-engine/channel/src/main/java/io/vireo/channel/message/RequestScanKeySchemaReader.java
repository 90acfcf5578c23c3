// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestScanKeySchema. */
public final class RequestScanKeySchemaReader extends StructReader {
    private @Nullable RequestScanKeyAttributeReader partition;
    private @Nullable RequestScanKeyAttributeReader sort;

    /** On no message yet. */
    public RequestScanKeySchemaReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestScanKeySchemaReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code partition} is set. */
    public boolean hasPartition() {
        return readHas(0);
    }

    /** Field {@code partition}; the same object at each call, moved. */
    public RequestScanKeyAttributeReader partition() {
        RequestScanKeyAttributeReader reader = this.partition;
        if (reader == null) {
            reader = new RequestScanKeyAttributeReader();
            this.partition = reader;
        }
        return readStruct(0, reader);
    }

    /** Whether {@code sort} is set. */
    public boolean hasSort() {
        return readHas(1);
    }

    /** Field {@code sort}; the same object at each call, moved. */
    public RequestScanKeyAttributeReader sort() {
        RequestScanKeyAttributeReader reader = this.sort;
        if (reader == null) {
            reader = new RequestScanKeyAttributeReader();
            this.sort = reader;
        }
        return readStruct(1, reader);
    }
}
