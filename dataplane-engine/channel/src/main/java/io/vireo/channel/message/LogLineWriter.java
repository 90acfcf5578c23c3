// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a LogLine. */
public final class LogLineWriter extends StructWriter {
    /** On no message yet. */
    public LogLineWriter() {
        super(3, 3);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public LogLineWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code correlationId}. */
    public LogLineWriter correlationId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code timeNs}. */
    public LogLineWriter timeNs(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code level}. */
    public LogLineWriter level(LogLineLevel value) {
        writeShort(16, value.number());
        return this;
    }

    /** Sets {@code source}. */
    public LogLineWriter source(LogLineSource value) {
        writeShort(18, value.number());
        return this;
    }

    /** Sets {@code message}. */
    public LogLineWriter message(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code message}. */
    public LogLineWriter message(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code fields}. */
    public LogLineWriter fields(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code fields}. */
    public LogLineWriter fields(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code eventId}. */
    public LogLineWriter eventId(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code eventId}. */
    public LogLineWriter eventId(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }
}
