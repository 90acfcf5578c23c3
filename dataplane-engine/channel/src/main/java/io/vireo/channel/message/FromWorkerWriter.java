// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a FromWorker. */
public final class FromWorkerWriter extends StructWriter {
    private @Nullable ReadyWriter ready;
    private @Nullable ResponseWriter response;
    private @Nullable LogLineWriter logLine;

    /** On no message yet. */
    public FromWorkerWriter() {
        super(1, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public FromWorkerWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Takes space for {@code ready}; the same object at each call, moved. */
    public ReadyWriter initReady() {
        writeShort(0, 0);
        ReadyWriter writer = this.ready;
        if (writer == null) {
            writer = new ReadyWriter();
            this.ready = writer;
        }
        return initStruct(0, writer);
    }

    /** Sets {@code failed}. */
    public FromWorkerWriter failed(String value) {
        writeShort(0, 1);
        writeText(0, value);
        return this;
    }

    /** Sets {@code failed}. */
    public FromWorkerWriter failed(MemorySegment source, long offset, int length) {
        writeShort(0, 1);
        writeText(0, source, offset, length);
        return this;
    }

    /** Takes space for {@code response}; the same object at each call, moved. */
    public ResponseWriter initResponse() {
        writeShort(0, 2);
        ResponseWriter writer = this.response;
        if (writer == null) {
            writer = new ResponseWriter();
            this.response = writer;
        }
        return initStruct(0, writer);
    }

    /** Takes space for {@code logLine}; the same object at each call, moved. */
    public LogLineWriter initLogLine() {
        writeShort(0, 3);
        LogLineWriter writer = this.logLine;
        if (writer == null) {
            writer = new LogLineWriter();
            this.logLine = writer;
        }
        return initStruct(0, writer);
    }
}
