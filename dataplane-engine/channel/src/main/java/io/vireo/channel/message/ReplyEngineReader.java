// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyEngine. */
public final class ReplyEngineReader extends StructReader {
    private @Nullable DataReader versionBytes;

    /** On no message yet. */
    public ReplyEngineReader() {}

    ReplyEngineReader in(StructReader around) {
        wrapGroup(around);
        return this;
    }

    /** Field {@code partitionCount}. */
    public long partitionCount() {
        return Integer.toUnsignedLong(readInt(24));
    }

    /** Field {@code reactorCount}. */
    public long reactorCount() {
        return Integer.toUnsignedLong(readInt(28));
    }

    /** Whether {@code version} is set. */
    public boolean hasVersion() {
        return readHas(1);
    }

    /** Field {@code version}. */
    public String version() {
        return versionBytes().toText();
    }

    /** Field {@code version}; the same object at each call, moved. */
    public DataReader versionBytes() {
        DataReader reader = this.versionBytes;
        if (reader == null) {
            reader = new DataReader();
            this.versionBytes = reader;
        }
        return readBytes(1, reader, true);
    }
}
