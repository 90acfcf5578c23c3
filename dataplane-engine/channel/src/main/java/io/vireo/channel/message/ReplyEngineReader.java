// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import org.jspecify.annotations.Nullable;

/** Reader of a ReplyEngine. */
public final class ReplyEngineReader extends StructReader {
    private @Nullable DataReader versionBytes;
    private @Nullable DataReader damageBytes;
    private @Nullable DataReader diskAccessBytes;

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

    /** Field {@code itemCount}. */
    public long itemCount() {
        return readLong(32);
    }

    /** Field {@code storedBytes}. */
    public long storedBytes() {
        return readLong(40);
    }

    /** Field {@code journalBytes}. */
    public long journalBytes() {
        return readLong(48);
    }

    /** Field {@code writtenBytes}. */
    public long writtenBytes() {
        return readLong(56);
    }

    /** Field {@code movedBytes}. */
    public long movedBytes() {
        return readLong(64);
    }

    /** Field {@code checkpointBytes}. */
    public long checkpointBytes() {
        return readLong(72);
    }

    /** Field {@code checkpointNumber}. */
    public long checkpointNumber() {
        return readLong(80);
    }

    /** Field {@code removedSegments}. */
    public long removedSegments() {
        return readLong(88);
    }

    /** Field {@code indexBytes}. */
    public long indexBytes() {
        return readLong(96);
    }

    /** Field {@code indexBudgetBytes}. */
    public long indexBudgetBytes() {
        return readLong(104);
    }

    /** Field {@code cacheHits}. */
    public long cacheHits() {
        return readLong(112);
    }

    /** Field {@code cacheMisses}. */
    public long cacheMisses() {
        return readLong(120);
    }

    /** Field {@code scrubbedBytes}. */
    public long scrubbedBytes() {
        return readLong(128);
    }

    /** Field {@code damageCount}. */
    public long damageCount() {
        return readLong(136);
    }

    /** Whether {@code damage} is set. */
    public boolean hasDamage() {
        return readHas(2);
    }

    /** Field {@code damage}. */
    public String damage() {
        return damageBytes().toText();
    }

    /** Field {@code damage}; the same object at each call, moved. */
    public DataReader damageBytes() {
        DataReader reader = this.damageBytes;
        if (reader == null) {
            reader = new DataReader();
            this.damageBytes = reader;
        }
        return readBytes(2, reader, true);
    }

    /** Whether {@code diskAccess} is set. */
    public boolean hasDiskAccess() {
        return readHas(3);
    }

    /** Field {@code diskAccess}. */
    public String diskAccess() {
        return diskAccessBytes().toText();
    }

    /** Field {@code diskAccess}; the same object at each call, moved. */
    public DataReader diskAccessBytes() {
        DataReader reader = this.diskAccessBytes;
        if (reader == null) {
            reader = new DataReader();
            this.diskAccessBytes = reader;
        }
        return readBytes(3, reader, true);
    }

    /** Field {@code feedBytes}. */
    public long feedBytes() {
        return readLong(144);
    }

    /** Field {@code feedShortened}. */
    public long feedShortened() {
        return readLong(152);
    }

    /** Field {@code indexLagBytes}. */
    public long indexLagBytes() {
        return readLong(160);
    }

    /** Field {@code indexLagMs}. */
    public long indexLagMs() {
        return readLong(168);
    }
}
