// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Ready. */
public final class ReadyReader extends StructReader {
    private @Nullable DataReader runtimeBytes;

    /** On no message yet. */
    public ReadyReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ReadyReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code pid}. */
    public int pid() {
        return readInt(0);
    }

    /** Whether {@code runtime} is set. */
    public boolean hasRuntime() {
        return readHas(0);
    }

    /** Field {@code runtime}. */
    public String runtime() {
        return runtimeBytes().toText();
    }

    /** Field {@code runtime}; the same object at each call, moved. */
    public DataReader runtimeBytes() {
        DataReader reader = this.runtimeBytes;
        if (reader == null) {
            reader = new DataReader();
            this.runtimeBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Field {@code concurrency}. */
    public long concurrency() {
        return Integer.toUnsignedLong(readInt(4) ^ 0x1);
    }
}
