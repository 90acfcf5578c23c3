// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestExpressionsName. */
public final class RequestExpressionsNameReader extends StructReader {
    private @Nullable DataReader placeholderBytes;
    private @Nullable DataReader nameBytes;

    /** On no message yet. */
    public RequestExpressionsNameReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestExpressionsNameReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code placeholder} is set. */
    public boolean hasPlaceholder() {
        return readHas(0);
    }

    /** Field {@code placeholder}. */
    public String placeholder() {
        return placeholderBytes().toText();
    }

    /** Field {@code placeholder}; the same object at each call, moved. */
    public DataReader placeholderBytes() {
        DataReader reader = this.placeholderBytes;
        if (reader == null) {
            reader = new DataReader();
            this.placeholderBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code name} is set. */
    public boolean hasName() {
        return readHas(1);
    }

    /** Field {@code name}. */
    public String name() {
        return nameBytes().toText();
    }

    /** Field {@code name}; the same object at each call, moved. */
    public DataReader nameBytes() {
        DataReader reader = this.nameBytes;
        if (reader == null) {
            reader = new DataReader();
            this.nameBytes = reader;
        }
        return readBytes(1, reader, true);
    }
}
