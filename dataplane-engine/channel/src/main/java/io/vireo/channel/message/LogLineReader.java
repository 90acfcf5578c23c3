// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a LogLine. */
public final class LogLineReader extends StructReader {
    private @Nullable DataReader messageBytes;
    private @Nullable DataReader fieldsBytes;
    private @Nullable DataReader eventIdBytes;

    /** On no message yet. */
    public LogLineReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public LogLineReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code correlationId}. */
    public long correlationId() {
        return readLong(0);
    }

    /** Field {@code timeNs}. */
    public long timeNs() {
        return readLong(8);
    }

    /** Field {@code level}. */
    public LogLineLevel level() {
        return LogLineLevel.of(Short.toUnsignedInt(readShort(16)));
    }

    /** Field {@code source}. */
    public LogLineSource source() {
        return LogLineSource.of(Short.toUnsignedInt(readShort(18)));
    }

    /** Whether {@code message} is set. */
    public boolean hasMessage() {
        return readHas(0);
    }

    /** Field {@code message}. */
    public String message() {
        return messageBytes().toText();
    }

    /** Field {@code message}; the same object at each call, moved. */
    public DataReader messageBytes() {
        DataReader reader = this.messageBytes;
        if (reader == null) {
            reader = new DataReader();
            this.messageBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code fields} is set. */
    public boolean hasFields() {
        return readHas(1);
    }

    /** Field {@code fields}. */
    public String fields() {
        return fieldsBytes().toText();
    }

    /** Field {@code fields}; the same object at each call, moved. */
    public DataReader fieldsBytes() {
        DataReader reader = this.fieldsBytes;
        if (reader == null) {
            reader = new DataReader();
            this.fieldsBytes = reader;
        }
        return readBytes(1, reader, true);
    }

    /** Whether {@code eventId} is set. */
    public boolean hasEventId() {
        return readHas(2);
    }

    /** Field {@code eventId}. */
    public String eventId() {
        return eventIdBytes().toText();
    }

    /** Field {@code eventId}; the same object at each call, moved. */
    public DataReader eventIdBytes() {
        DataReader reader = this.eventIdBytes;
        if (reader == null) {
            reader = new DataReader();
            this.eventIdBytes = reader;
        }
        return readBytes(2, reader, true);
    }
}
