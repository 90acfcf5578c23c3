// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a FromWorker. */
public final class FromWorkerReader extends StructReader {
    private @Nullable ReadyReader ready;
    private @Nullable DataReader failedBytes;
    private @Nullable ResponseReader response;
    private @Nullable LogLineReader logLine;

    /** On no message yet. */
    public FromWorkerReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public FromWorkerReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Which member of the union is set. */
    public FromWorkerWhich which() {
        return FromWorkerWhich.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Whether {@code ready} is set. */
    public boolean hasReady() {
        return Short.toUnsignedInt(readShort(0)) == 0 && readHas(0);
    }

    /** Field {@code ready}; the same object at each call, moved. */
    public ReadyReader ready() {
        requireMember(0, 0);
        ReadyReader reader = this.ready;
        if (reader == null) {
            reader = new ReadyReader();
            this.ready = reader;
        }
        return readStruct(0, reader);
    }

    /** Whether {@code failed} is set. */
    public boolean hasFailed() {
        return Short.toUnsignedInt(readShort(0)) == 1 && readHas(0);
    }

    /** Field {@code failed}. */
    public String failed() {
        return failedBytes().toText();
    }

    /** Field {@code failed}; the same object at each call, moved. */
    public DataReader failedBytes() {
        requireMember(0, 1);
        DataReader reader = this.failedBytes;
        if (reader == null) {
            reader = new DataReader();
            this.failedBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code response} is set. */
    public boolean hasResponse() {
        return Short.toUnsignedInt(readShort(0)) == 2 && readHas(0);
    }

    /** Field {@code response}; the same object at each call, moved. */
    public ResponseReader response() {
        requireMember(0, 2);
        ResponseReader reader = this.response;
        if (reader == null) {
            reader = new ResponseReader();
            this.response = reader;
        }
        return readStruct(0, reader);
    }

    /** Whether {@code logLine} is set. */
    public boolean hasLogLine() {
        return Short.toUnsignedInt(readShort(0)) == 3 && readHas(0);
    }

    /** Field {@code logLine}; the same object at each call, moved. */
    public LogLineReader logLine() {
        requireMember(0, 3);
        LogLineReader reader = this.logLine;
        if (reader == null) {
            reader = new LogLineReader();
            this.logLine = reader;
        }
        return readStruct(0, reader);
    }
}
