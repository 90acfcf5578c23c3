// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Request. */
public final class RequestWriter extends StructWriter {
    private @Nullable RequestGetWriter get;
    private @Nullable RequestPutWriter put;
    private @Nullable RequestUpdateWriter update;
    private @Nullable RequestDeleteWriter delete;
    private @Nullable RequestScanWriter list;
    private @Nullable RequestStageWriter stage;
    private @Nullable RequestReleaseWriter release;
    private @Nullable RequestCreateStreamWriter createStream;
    private @Nullable RequestAppendWriter append;
    private @Nullable RequestSeekWriter seek;
    private @Nullable RequestReadWriter read;
    private @Nullable RequestBatchWriter batch;
    private @Nullable RequestFeedWriter feed;
    private @Nullable RequestRenameWriter rename;
    private @Nullable RequestExpressionsWriter expressions;
    private @Nullable RequestCreateIndexWriter createIndex;
    private @Nullable RequestDropIndexWriter dropIndex;
    private @Nullable RequestIndexesWriter indexes;
    private @Nullable RequestQueryWriter query;

    /** On no message yet. */
    public RequestWriter() {
        super(7, 6);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code correlationId}. */
    public RequestWriter correlationId(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code container}. */
    public RequestWriter container(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code path}. */
    public RequestWriter path(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code path}. */
    public RequestWriter path(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code condition}. */
    public RequestWriter condition(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code condition}. */
    public RequestWriter condition(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code bodyOffset}. */
    public RequestWriter bodyOffset(long value) {
        writeLong(16, value);
        return this;
    }

    /** Sets {@code bodyLength}. */
    public RequestWriter bodyLength(long value) {
        writeInt(24, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code replyOffset}. */
    public RequestWriter replyOffset(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code replyCapacity}. */
    public RequestWriter replyCapacity(long value) {
        writeInt(28, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code expectedVersion}. */
    public RequestWriter expectedVersion(long value) {
        writeLong(40, value);
        return this;
    }

    /** Sets {@code ping}. */
    public RequestWriter setPing() {
        writeShort(48, 0);
        return this;
    }

    /** Takes space for {@code get}; the same object at each call, moved. */
    public RequestGetWriter initGet() {
        writeShort(48, 1);
        RequestGetWriter writer = this.get;
        if (writer == null) {
            writer = new RequestGetWriter();
            this.get = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code put}; the same object at each call, moved. */
    public RequestPutWriter initPut() {
        writeShort(48, 2);
        RequestPutWriter writer = this.put;
        if (writer == null) {
            writer = new RequestPutWriter();
            this.put = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code update}; the same object at each call, moved. */
    public RequestUpdateWriter initUpdate() {
        writeShort(48, 3);
        RequestUpdateWriter writer = this.update;
        if (writer == null) {
            writer = new RequestUpdateWriter();
            this.update = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code delete}; the same object at each call, moved. */
    public RequestDeleteWriter initDelete() {
        writeShort(48, 4);
        RequestDeleteWriter writer = this.delete;
        if (writer == null) {
            writer = new RequestDeleteWriter();
            this.delete = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code list}; the same object at each call, moved. */
    public RequestScanWriter initList() {
        writeShort(48, 5);
        RequestScanWriter writer = this.list;
        if (writer == null) {
            writer = new RequestScanWriter();
            this.list = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code stage}; the same object at each call, moved. */
    public RequestStageWriter initStage() {
        writeShort(48, 6);
        RequestStageWriter writer = this.stage;
        if (writer == null) {
            writer = new RequestStageWriter();
            this.stage = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code release}; the same object at each call, moved. */
    public RequestReleaseWriter initRelease() {
        writeShort(48, 7);
        RequestReleaseWriter writer = this.release;
        if (writer == null) {
            writer = new RequestReleaseWriter();
            this.release = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code createStream}; the same object at each call, moved. */
    public RequestCreateStreamWriter initCreateStream() {
        writeShort(48, 8);
        RequestCreateStreamWriter writer = this.createStream;
        if (writer == null) {
            writer = new RequestCreateStreamWriter();
            this.createStream = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code append}; the same object at each call, moved. */
    public RequestAppendWriter initAppend() {
        writeShort(48, 9);
        RequestAppendWriter writer = this.append;
        if (writer == null) {
            writer = new RequestAppendWriter();
            this.append = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code seek}; the same object at each call, moved. */
    public RequestSeekWriter initSeek() {
        writeShort(48, 10);
        RequestSeekWriter writer = this.seek;
        if (writer == null) {
            writer = new RequestSeekWriter();
            this.seek = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code read}; the same object at each call, moved. */
    public RequestReadWriter initRead() {
        writeShort(48, 11);
        RequestReadWriter writer = this.read;
        if (writer == null) {
            writer = new RequestReadWriter();
            this.read = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code batch}; the same object at each call, moved. */
    public RequestBatchWriter initBatch() {
        writeShort(48, 12);
        RequestBatchWriter writer = this.batch;
        if (writer == null) {
            writer = new RequestBatchWriter();
            this.batch = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code feed}; the same object at each call, moved. */
    public RequestFeedWriter initFeed() {
        writeShort(48, 13);
        RequestFeedWriter writer = this.feed;
        if (writer == null) {
            writer = new RequestFeedWriter();
            this.feed = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code rename}; the same object at each call, moved. */
    public RequestRenameWriter initRename() {
        writeShort(48, 14);
        RequestRenameWriter writer = this.rename;
        if (writer == null) {
            writer = new RequestRenameWriter();
            this.rename = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code expressions}; the same object at each call, moved. */
    public RequestExpressionsWriter initExpressions() {
        RequestExpressionsWriter writer = this.expressions;
        if (writer == null) {
            writer = new RequestExpressionsWriter();
            this.expressions = writer;
        }
        return initStruct(3, writer);
    }

    /** Takes space for {@code createIndex}; the same object at each call, moved. */
    public RequestCreateIndexWriter initCreateIndex() {
        writeShort(48, 15);
        RequestCreateIndexWriter writer = this.createIndex;
        if (writer == null) {
            writer = new RequestCreateIndexWriter();
            this.createIndex = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code dropIndex}; the same object at each call, moved. */
    public RequestDropIndexWriter initDropIndex() {
        writeShort(48, 16);
        RequestDropIndexWriter writer = this.dropIndex;
        if (writer == null) {
            writer = new RequestDropIndexWriter();
            this.dropIndex = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code indexes}; the same object at each call, moved. */
    public RequestIndexesWriter initIndexes() {
        writeShort(48, 17);
        RequestIndexesWriter writer = this.indexes;
        if (writer == null) {
            writer = new RequestIndexesWriter();
            this.indexes = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code query}; the same object at each call, moved. */
    public RequestQueryWriter initQuery() {
        writeShort(48, 18);
        RequestQueryWriter writer = this.query;
        if (writer == null) {
            writer = new RequestQueryWriter();
            this.query = writer;
        }
        return initStruct(2, writer);
    }

    /** Sets {@code token}. */
    public RequestWriter token(byte[] value) {
        writeData(4, value);
        return this;
    }

    /** Sets {@code token}. */
    public RequestWriter token(MemorySegment source, long offset, int length) {
        writeData(4, source, offset, length);
        return this;
    }

    /** Sets {@code check}. */
    public RequestWriter setCheck() {
        writeShort(48, 19);
        return this;
    }

    /** Sets {@code fingerprint}. */
    public RequestWriter fingerprint(byte[] value) {
        writeData(5, value);
        return this;
    }

    /** Sets {@code fingerprint}. */
    public RequestWriter fingerprint(MemorySegment source, long offset, int length) {
        writeData(5, source, offset, length);
        return this;
    }
}
