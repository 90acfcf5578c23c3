// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Change. */
public final class ChangeReader extends StructReader {
    private @Nullable DataReader position;
    private @Nullable DataReader pathBytes;
    private @Nullable EntryReader newItem;
    private @Nullable EntryReader oldItem;
    private @Nullable DataReader oldFaultBytes;

    /** On no message yet. */
    public ChangeReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ChangeReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Whether {@code position} is set. */
    public boolean hasPosition() {
        return readHas(0);
    }

    /** Field {@code position}; the same object at each call, moved. */
    public DataReader position() {
        DataReader reader = this.position;
        if (reader == null) {
            reader = new DataReader();
            this.position = reader;
        }
        return readBytes(0, reader, false);
    }

    /** Field {@code sequence}. */
    public long sequence() {
        return readLong(0);
    }

    /** Field {@code kind}. */
    public ChangeKind kind() {
        return ChangeKind.of(Short.toUnsignedInt(readShort(8)));
    }

    /** Whether {@code path} is set. */
    public boolean hasPath() {
        return readHas(1);
    }

    /** Field {@code path}. */
    public String path() {
        return pathBytes().toText();
    }

    /** Field {@code path}; the same object at each call, moved. */
    public DataReader pathBytes() {
        DataReader reader = this.pathBytes;
        if (reader == null) {
            reader = new DataReader();
            this.pathBytes = reader;
        }
        return readBytes(1, reader, true);
    }

    /** Field {@code timeNs}. */
    public long timeNs() {
        return readLong(16);
    }

    /** Field {@code version}. */
    public long version() {
        return readLong(24);
    }

    /** Field {@code firstSequence}. */
    public long firstSequence() {
        return readLong(32);
    }

    /** Field {@code recordCount}. */
    public long recordCount() {
        return Integer.toUnsignedLong(readInt(12));
    }

    /** Whether {@code newItem} is set. */
    public boolean hasNewItem() {
        return readHas(2);
    }

    /** Field {@code newItem}; the same object at each call, moved. */
    public EntryReader newItem() {
        EntryReader reader = this.newItem;
        if (reader == null) {
            reader = new EntryReader();
            this.newItem = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code oldItem} is set. */
    public boolean hasOldItem() {
        return readHas(3);
    }

    /** Field {@code oldItem}; the same object at each call, moved. */
    public EntryReader oldItem() {
        EntryReader reader = this.oldItem;
        if (reader == null) {
            reader = new EntryReader();
            this.oldItem = reader;
        }
        return readStruct(3, reader);
    }

    /** Whether {@code oldFault} is set. */
    public boolean hasOldFault() {
        return readHas(4);
    }

    /** Field {@code oldFault}. */
    public String oldFault() {
        return oldFaultBytes().toText();
    }

    /** Field {@code oldFault}; the same object at each call, moved. */
    public DataReader oldFaultBytes() {
        DataReader reader = this.oldFaultBytes;
        if (reader == null) {
            reader = new DataReader();
            this.oldFaultBytes = reader;
        }
        return readBytes(4, reader, true);
    }
}
