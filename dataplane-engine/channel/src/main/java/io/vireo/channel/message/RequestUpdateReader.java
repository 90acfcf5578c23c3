// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestUpdate. */
public final class RequestUpdateReader extends StructReader {
    private @Nullable DataReader expressionBytes;
    private @Nullable DataReader alternateBytes;

    /** On no message yet. */
    public RequestUpdateReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestUpdateReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code expression} is set. */
    public boolean hasExpression() {
        return readHas(0);
    }

    /** Field {@code expression}. */
    public String expression() {
        return expressionBytes().toText();
    }

    /** Field {@code expression}; the same object at each call, moved. */
    public DataReader expressionBytes() {
        DataReader reader = this.expressionBytes;
        if (reader == null) {
            reader = new DataReader();
            this.expressionBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code alternate} is set. */
    public boolean hasAlternate() {
        return readHas(1);
    }

    /** Field {@code alternate}. */
    public String alternate() {
        return alternateBytes().toText();
    }

    /** Field {@code alternate}; the same object at each call, moved. */
    public DataReader alternateBytes() {
        DataReader reader = this.alternateBytes;
        if (reader == null) {
            reader = new DataReader();
            this.alternateBytes = reader;
        }
        return readBytes(1, reader, true);
    }

    /** Field {@code createIfMissing}. */
    public boolean createIfMissing() {
        return readBoolean(0);
    }

    /** Field {@code mode}. */
    public RequestUpdateMode mode() {
        return RequestUpdateMode.of(Short.toUnsignedInt(readShort(2)));
    }

    /** Field {@code setExpiry}. */
    public boolean setExpiry() {
        return readBoolean(1);
    }

    /** Field {@code expiresNs}. */
    public long expiresNs() {
        return readLong(8);
    }
}
