// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Reply. */
public final class ReplyReader extends StructReader {
    private @Nullable DataReader messageBytes;
    private @Nullable EntryReader item;
    private @Nullable ReplyListingReader listing;
    private @Nullable ReplyStageReader stage;
    private @Nullable ReplyPinnedReader pinned;
    private @Nullable ReplyRecordsReader records;
    private @Nullable ReplyAppendedReader appended;
    private @Nullable ReplyBatchReader batch;
    private @Nullable ReplyEngineReader engine;
    private @Nullable ReplyChangesReader changes;
    private @Nullable ReplyCountedReader counted;
    private @Nullable ReplyRowsReader rows;
    private @Nullable ReplyIndexesReader indexes;

    /** On no message yet. */
    public ReplyReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ReplyReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Which member of the union is set. */
    public ReplyWhich which() {
        return ReplyWhich.of(Short.toUnsignedInt(readShort(10)));
    }

    /** Field {@code correlationId}. */
    public long correlationId() {
        return readLong(0);
    }

    /** Field {@code status}. */
    public Status status() {
        return Status.of(Short.toUnsignedInt(readShort(8)));
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

    /** Field {@code bodyLength}. */
    public long bodyLength() {
        return Integer.toUnsignedLong(readInt(12));
    }

    /** Field {@code replyLength}. */
    public long replyLength() {
        return Integer.toUnsignedLong(readInt(16));
    }

    /** Whether {@code item} is set. */
    public boolean hasItem() {
        return Short.toUnsignedInt(readShort(10)) == 1 && readHas(1);
    }

    /** Field {@code item}; the same object at each call, moved. */
    public EntryReader item() {
        requireMember(10, 1);
        EntryReader reader = this.item;
        if (reader == null) {
            reader = new EntryReader();
            this.item = reader;
        }
        return readStruct(1, reader);
    }

    /** Group {@code listing}; the same object at each call, moved. */
    public ReplyListingReader listing() {
        requireMember(10, 2);
        ReplyListingReader reader = this.listing;
        if (reader == null) {
            reader = new ReplyListingReader();
            this.listing = reader;
        }
        return reader.in(this);
    }

    /** Group {@code stage}; the same object at each call, moved. */
    public ReplyStageReader stage() {
        requireMember(10, 3);
        ReplyStageReader reader = this.stage;
        if (reader == null) {
            reader = new ReplyStageReader();
            this.stage = reader;
        }
        return reader.in(this);
    }

    /** Group {@code pinned}; the same object at each call, moved. */
    public ReplyPinnedReader pinned() {
        requireMember(10, 4);
        ReplyPinnedReader reader = this.pinned;
        if (reader == null) {
            reader = new ReplyPinnedReader();
            this.pinned = reader;
        }
        return reader.in(this);
    }

    /** Field {@code location}. */
    public long location() {
        requireMember(10, 5);
        return readLong(24);
    }

    /** Group {@code records}; the same object at each call, moved. */
    public ReplyRecordsReader records() {
        requireMember(10, 6);
        ReplyRecordsReader reader = this.records;
        if (reader == null) {
            reader = new ReplyRecordsReader();
            this.records = reader;
        }
        return reader.in(this);
    }

    /** Group {@code appended}; the same object at each call, moved. */
    public ReplyAppendedReader appended() {
        requireMember(10, 7);
        ReplyAppendedReader reader = this.appended;
        if (reader == null) {
            reader = new ReplyAppendedReader();
            this.appended = reader;
        }
        return reader.in(this);
    }

    /** Group {@code batch}; the same object at each call, moved. */
    public ReplyBatchReader batch() {
        requireMember(10, 8);
        ReplyBatchReader reader = this.batch;
        if (reader == null) {
            reader = new ReplyBatchReader();
            this.batch = reader;
        }
        return reader.in(this);
    }

    /** Group {@code engine}; the same object at each call, moved. */
    public ReplyEngineReader engine() {
        requireMember(10, 9);
        ReplyEngineReader reader = this.engine;
        if (reader == null) {
            reader = new ReplyEngineReader();
            this.engine = reader;
        }
        return reader.in(this);
    }

    /** Group {@code changes}; the same object at each call, moved. */
    public ReplyChangesReader changes() {
        requireMember(10, 10);
        ReplyChangesReader reader = this.changes;
        if (reader == null) {
            reader = new ReplyChangesReader();
            this.changes = reader;
        }
        return reader.in(this);
    }

    /** Group {@code counted}; the same object at each call, moved. */
    public ReplyCountedReader counted() {
        requireMember(10, 11);
        ReplyCountedReader reader = this.counted;
        if (reader == null) {
            reader = new ReplyCountedReader();
            this.counted = reader;
        }
        return reader.in(this);
    }

    /** Group {@code rows}; the same object at each call, moved. */
    public ReplyRowsReader rows() {
        requireMember(10, 12);
        ReplyRowsReader reader = this.rows;
        if (reader == null) {
            reader = new ReplyRowsReader();
            this.rows = reader;
        }
        return reader.in(this);
    }

    /** Group {@code indexes}; the same object at each call, moved. */
    public ReplyIndexesReader indexes() {
        requireMember(10, 13);
        ReplyIndexesReader reader = this.indexes;
        if (reader == null) {
            reader = new ReplyIndexesReader();
            this.indexes = reader;
        }
        return reader.in(this);
    }
}
