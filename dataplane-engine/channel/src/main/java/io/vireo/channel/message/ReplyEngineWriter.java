// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a ReplyEngine. */
public final class ReplyEngineWriter extends StructWriter {
    /** On no message yet. */
    public ReplyEngineWriter() {
        super(22, 4);
    }

    ReplyEngineWriter in(StructWriter around) {
        wrapGroup(around);
        return this;
    }

    /** Sets {@code partitionCount}. */
    public ReplyEngineWriter partitionCount(long value) {
        writeInt(24, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code reactorCount}. */
    public ReplyEngineWriter reactorCount(long value) {
        writeInt(28, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code version}. */
    public ReplyEngineWriter version(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code version}. */
    public ReplyEngineWriter version(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code itemCount}. */
    public ReplyEngineWriter itemCount(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code storedBytes}. */
    public ReplyEngineWriter storedBytes(long value) {
        writeLong(40, value);
        return this;
    }

    /** Sets {@code journalBytes}. */
    public ReplyEngineWriter journalBytes(long value) {
        writeLong(48, value);
        return this;
    }

    /** Sets {@code writtenBytes}. */
    public ReplyEngineWriter writtenBytes(long value) {
        writeLong(56, value);
        return this;
    }

    /** Sets {@code movedBytes}. */
    public ReplyEngineWriter movedBytes(long value) {
        writeLong(64, value);
        return this;
    }

    /** Sets {@code checkpointBytes}. */
    public ReplyEngineWriter checkpointBytes(long value) {
        writeLong(72, value);
        return this;
    }

    /** Sets {@code checkpointNumber}. */
    public ReplyEngineWriter checkpointNumber(long value) {
        writeLong(80, value);
        return this;
    }

    /** Sets {@code removedSegments}. */
    public ReplyEngineWriter removedSegments(long value) {
        writeLong(88, value);
        return this;
    }

    /** Sets {@code indexBytes}. */
    public ReplyEngineWriter indexBytes(long value) {
        writeLong(96, value);
        return this;
    }

    /** Sets {@code indexBudgetBytes}. */
    public ReplyEngineWriter indexBudgetBytes(long value) {
        writeLong(104, value);
        return this;
    }

    /** Sets {@code cacheHits}. */
    public ReplyEngineWriter cacheHits(long value) {
        writeLong(112, value);
        return this;
    }

    /** Sets {@code cacheMisses}. */
    public ReplyEngineWriter cacheMisses(long value) {
        writeLong(120, value);
        return this;
    }

    /** Sets {@code scrubbedBytes}. */
    public ReplyEngineWriter scrubbedBytes(long value) {
        writeLong(128, value);
        return this;
    }

    /** Sets {@code damageCount}. */
    public ReplyEngineWriter damageCount(long value) {
        writeLong(136, value);
        return this;
    }

    /** Sets {@code damage}. */
    public ReplyEngineWriter damage(String value) {
        writeText(2, value);
        return this;
    }

    /** Sets {@code damage}. */
    public ReplyEngineWriter damage(MemorySegment source, long offset, int length) {
        writeText(2, source, offset, length);
        return this;
    }

    /** Sets {@code diskAccess}. */
    public ReplyEngineWriter diskAccess(String value) {
        writeText(3, value);
        return this;
    }

    /** Sets {@code diskAccess}. */
    public ReplyEngineWriter diskAccess(MemorySegment source, long offset, int length) {
        writeText(3, source, offset, length);
        return this;
    }

    /** Sets {@code feedBytes}. */
    public ReplyEngineWriter feedBytes(long value) {
        writeLong(144, value);
        return this;
    }

    /** Sets {@code feedShortened}. */
    public ReplyEngineWriter feedShortened(long value) {
        writeLong(152, value);
        return this;
    }

    /** Sets {@code indexLagBytes}. */
    public ReplyEngineWriter indexLagBytes(long value) {
        writeLong(160, value);
        return this;
    }

    /** Sets {@code indexLagMs}. */
    public ReplyEngineWriter indexLagMs(long value) {
        writeLong(168, value);
        return this;
    }
}
