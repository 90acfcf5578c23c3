// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Response. */
public final class ResponseReader extends StructReader {
    private @Nullable DataReader contentTypeBytes;
    private @Nullable StructListReader<PairReader> headers;
    private @Nullable DataReader body;

    /** On no message yet. */
    public ResponseReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ResponseReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code correlationId}. */
    public long correlationId() {
        return readLong(0);
    }

    /** Field {@code status}. */
    public int status() {
        return Short.toUnsignedInt((short) (readShort(8) ^ 0xc8));
    }

    /** Whether {@code contentType} is set. */
    public boolean hasContentType() {
        return readHas(0);
    }

    /** Field {@code contentType}. */
    public String contentType() {
        return contentTypeBytes().toText();
    }

    /** Field {@code contentType}; the same object at each call, moved. */
    public DataReader contentTypeBytes() {
        DataReader reader = this.contentTypeBytes;
        if (reader == null) {
            reader = new DataReader();
            this.contentTypeBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code headers} is set. */
    public boolean hasHeaders() {
        return readHas(1);
    }

    /** Field {@code headers}; the same object at each call, moved. */
    public StructListReader<PairReader> headers() {
        StructListReader<PairReader> reader = this.headers;
        if (reader == null) {
            reader = new StructListReader<>(new PairReader());
            this.headers = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }

    /** Whether {@code body} is set. */
    public boolean hasBody() {
        return readHas(2);
    }

    /** Field {@code body}; the same object at each call, moved. */
    public DataReader body() {
        DataReader reader = this.body;
        if (reader == null) {
            reader = new DataReader();
            this.body = reader;
        }
        return readBytes(2, reader, false);
    }

    /** Field {@code more}. */
    public boolean more() {
        return readBoolean(80);
    }

    /** Field {@code durationNs}. */
    public long durationNs() {
        return readLong(16);
    }

    /** Field {@code failed}. */
    public boolean failed() {
        return readBoolean(81);
    }
}
