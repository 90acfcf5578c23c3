// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Record. */
public final class RecordReader extends StructReader {
    private @Nullable DataReader data;
    private @Nullable DataReader clientInfo;
    private @Nullable DataReader partitionKeyBytes;

    /** On no message yet. */
    public RecordReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RecordReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code sequence}. */
    public long sequence() {
        return readLong(0);
    }

    /** Field {@code arrivalNs}. */
    public long arrivalNs() {
        return readLong(8);
    }

    /** Whether {@code data} is set. */
    public boolean hasData() {
        return readHas(0);
    }

    /** Field {@code data}; the same object at each call, moved. */
    public DataReader data() {
        DataReader reader = this.data;
        if (reader == null) {
            reader = new DataReader();
            this.data = reader;
        }
        return readBytes(0, reader, false);
    }

    /** Whether {@code clientInfo} is set. */
    public boolean hasClientInfo() {
        return readHas(1);
    }

    /** Field {@code clientInfo}; the same object at each call, moved. */
    public DataReader clientInfo() {
        DataReader reader = this.clientInfo;
        if (reader == null) {
            reader = new DataReader();
            this.clientInfo = reader;
        }
        return readBytes(1, reader, false);
    }

    /** Whether {@code partitionKey} is set. */
    public boolean hasPartitionKey() {
        return readHas(2);
    }

    /** Field {@code partitionKey}. */
    public String partitionKey() {
        return partitionKeyBytes().toText();
    }

    /** Field {@code partitionKey}; the same object at each call, moved. */
    public DataReader partitionKeyBytes() {
        DataReader reader = this.partitionKeyBytes;
        if (reader == null) {
            reader = new DataReader();
            this.partitionKeyBytes = reader;
        }
        return readBytes(2, reader, true);
    }
}
