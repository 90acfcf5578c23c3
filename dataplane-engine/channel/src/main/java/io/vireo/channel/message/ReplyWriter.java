// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Reply. */
public final class ReplyWriter extends StructWriter {
    private @Nullable EntryWriter item;
    private @Nullable ReplyListingWriter listing;
    private @Nullable ReplyStageWriter stage;
    private @Nullable ReplyPinnedWriter pinned;
    private @Nullable ReplyRecordsWriter records;
    private @Nullable ReplyAppendedWriter appended;
    private @Nullable ReplyBatchWriter batch;
    private @Nullable ReplyEngineWriter engine;
    private @Nullable ReplyChangesWriter changes;
    private @Nullable ReplyCountedWriter counted;
    private @Nullable ReplyRowsWriter rows;
    private @Nullable ReplyIndexesWriter indexes;

    /** On no message yet. */
    public ReplyWriter() {
        super(22, 4);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ReplyWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code correlationId}. */
    public ReplyWriter correlationId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code status}. */
    public ReplyWriter status(Status value) {
        writeShort(8, value.number());
        return this;
    }

    /** Sets {@code message}. */
    public ReplyWriter message(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code message}. */
    public ReplyWriter message(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code bodyLength}. */
    public ReplyWriter bodyLength(long value) {
        writeInt(12, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code replyLength}. */
    public ReplyWriter replyLength(long value) {
        writeInt(16, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code none}. */
    public ReplyWriter setNone() {
        writeShort(10, 0);
        return this;
    }

    /** Takes space for {@code item}; the same object at each call, moved. */
    public EntryWriter initItem() {
        writeShort(10, 1);
        EntryWriter writer = this.item;
        if (writer == null) {
            writer = new EntryWriter();
            this.item = writer;
        }
        return initStruct(1, writer);
    }

    /** Selects the group {@code listing}; the same object at each call, moved. */
    public ReplyListingWriter initListing() {
        writeShort(10, 2);
        ReplyListingWriter writer = this.listing;
        if (writer == null) {
            writer = new ReplyListingWriter();
            this.listing = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code stage}; the same object at each call, moved. */
    public ReplyStageWriter initStage() {
        writeShort(10, 3);
        ReplyStageWriter writer = this.stage;
        if (writer == null) {
            writer = new ReplyStageWriter();
            this.stage = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code pinned}; the same object at each call, moved. */
    public ReplyPinnedWriter initPinned() {
        writeShort(10, 4);
        ReplyPinnedWriter writer = this.pinned;
        if (writer == null) {
            writer = new ReplyPinnedWriter();
            this.pinned = writer;
        }
        return writer.in(this);
    }

    /** Sets {@code location}. */
    public ReplyWriter location(long value) {
        writeShort(10, 5);
        writeLong(24, value);
        return this;
    }

    /** Selects the group {@code records}; the same object at each call, moved. */
    public ReplyRecordsWriter initRecords() {
        writeShort(10, 6);
        ReplyRecordsWriter writer = this.records;
        if (writer == null) {
            writer = new ReplyRecordsWriter();
            this.records = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code appended}; the same object at each call, moved. */
    public ReplyAppendedWriter initAppended() {
        writeShort(10, 7);
        ReplyAppendedWriter writer = this.appended;
        if (writer == null) {
            writer = new ReplyAppendedWriter();
            this.appended = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code batch}; the same object at each call, moved. */
    public ReplyBatchWriter initBatch() {
        writeShort(10, 8);
        ReplyBatchWriter writer = this.batch;
        if (writer == null) {
            writer = new ReplyBatchWriter();
            this.batch = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code engine}; the same object at each call, moved. */
    public ReplyEngineWriter initEngine() {
        writeShort(10, 9);
        ReplyEngineWriter writer = this.engine;
        if (writer == null) {
            writer = new ReplyEngineWriter();
            this.engine = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code changes}; the same object at each call, moved. */
    public ReplyChangesWriter initChanges() {
        writeShort(10, 10);
        ReplyChangesWriter writer = this.changes;
        if (writer == null) {
            writer = new ReplyChangesWriter();
            this.changes = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code counted}; the same object at each call, moved. */
    public ReplyCountedWriter initCounted() {
        writeShort(10, 11);
        ReplyCountedWriter writer = this.counted;
        if (writer == null) {
            writer = new ReplyCountedWriter();
            this.counted = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code rows}; the same object at each call, moved. */
    public ReplyRowsWriter initRows() {
        writeShort(10, 12);
        ReplyRowsWriter writer = this.rows;
        if (writer == null) {
            writer = new ReplyRowsWriter();
            this.rows = writer;
        }
        return writer.in(this);
    }

    /** Selects the group {@code indexes}; the same object at each call, moved. */
    public ReplyIndexesWriter initIndexes() {
        writeShort(10, 13);
        ReplyIndexesWriter writer = this.indexes;
        if (writer == null) {
            writer = new ReplyIndexesWriter();
            this.indexes = writer;
        }
        return writer.in(this);
    }
}
