// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Request. */
public final class RequestReader extends StructReader {
    private @Nullable DataReader pathBytes;
    private @Nullable DataReader conditionBytes;
    private @Nullable RequestGetReader get;
    private @Nullable RequestPutReader put;
    private @Nullable RequestUpdateReader update;
    private @Nullable RequestDeleteReader delete;
    private @Nullable RequestScanReader list;
    private @Nullable RequestStageReader stage;
    private @Nullable RequestReleaseReader release;
    private @Nullable RequestCreateStreamReader createStream;
    private @Nullable RequestAppendReader append;
    private @Nullable RequestSeekReader seek;
    private @Nullable RequestReadReader read;
    private @Nullable RequestBatchReader batch;
    private @Nullable RequestFeedReader feed;
    private @Nullable RequestRenameReader rename;
    private @Nullable RequestExpressionsReader expressions;
    private @Nullable RequestCreateIndexReader createIndex;
    private @Nullable RequestDropIndexReader dropIndex;
    private @Nullable RequestIndexesReader indexes;
    private @Nullable RequestQueryReader query;
    private @Nullable DataReader token;
    private @Nullable DataReader fingerprint;

    /** On no message yet. */
    public RequestReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Which member of the union is set. */
    public RequestWhich which() {
        return RequestWhich.of(Short.toUnsignedInt(readShort(48)));
    }

    /** Field {@code correlationId}. */
    public long correlationId() {
        return readLong(0);
    }

    /** Field {@code container}. */
    public long container() {
        return readLong(8);
    }

    /** Whether {@code path} is set. */
    public boolean hasPath() {
        return readHas(0);
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
        return readBytes(0, reader, true);
    }

    /** Whether {@code condition} is set. */
    public boolean hasCondition() {
        return readHas(1);
    }

    /** Field {@code condition}. */
    public String condition() {
        return conditionBytes().toText();
    }

    /** Field {@code condition}; the same object at each call, moved. */
    public DataReader conditionBytes() {
        DataReader reader = this.conditionBytes;
        if (reader == null) {
            reader = new DataReader();
            this.conditionBytes = reader;
        }
        return readBytes(1, reader, true);
    }

    /** Field {@code bodyOffset}. */
    public long bodyOffset() {
        return readLong(16);
    }

    /** Field {@code bodyLength}. */
    public long bodyLength() {
        return Integer.toUnsignedLong(readInt(24));
    }

    /** Field {@code replyOffset}. */
    public long replyOffset() {
        return readLong(32);
    }

    /** Field {@code replyCapacity}. */
    public long replyCapacity() {
        return Integer.toUnsignedLong(readInt(28));
    }

    /** Field {@code expectedVersion}. */
    public long expectedVersion() {
        return readLong(40);
    }

    /** Whether {@code get} is set. */
    public boolean hasGet() {
        return Short.toUnsignedInt(readShort(48)) == 1 && readHas(2);
    }

    /** Field {@code get}; the same object at each call, moved. */
    public RequestGetReader get() {
        requireMember(48, 1);
        RequestGetReader reader = this.get;
        if (reader == null) {
            reader = new RequestGetReader();
            this.get = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code put} is set. */
    public boolean hasPut() {
        return Short.toUnsignedInt(readShort(48)) == 2 && readHas(2);
    }

    /** Field {@code put}; the same object at each call, moved. */
    public RequestPutReader put() {
        requireMember(48, 2);
        RequestPutReader reader = this.put;
        if (reader == null) {
            reader = new RequestPutReader();
            this.put = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code update} is set. */
    public boolean hasUpdate() {
        return Short.toUnsignedInt(readShort(48)) == 3 && readHas(2);
    }

    /** Field {@code update}; the same object at each call, moved. */
    public RequestUpdateReader update() {
        requireMember(48, 3);
        RequestUpdateReader reader = this.update;
        if (reader == null) {
            reader = new RequestUpdateReader();
            this.update = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code delete} is set. */
    public boolean hasDelete() {
        return Short.toUnsignedInt(readShort(48)) == 4 && readHas(2);
    }

    /** Field {@code delete}; the same object at each call, moved. */
    public RequestDeleteReader delete() {
        requireMember(48, 4);
        RequestDeleteReader reader = this.delete;
        if (reader == null) {
            reader = new RequestDeleteReader();
            this.delete = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code list} is set. */
    public boolean hasList() {
        return Short.toUnsignedInt(readShort(48)) == 5 && readHas(2);
    }

    /** Field {@code list}; the same object at each call, moved. */
    public RequestScanReader list() {
        requireMember(48, 5);
        RequestScanReader reader = this.list;
        if (reader == null) {
            reader = new RequestScanReader();
            this.list = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code stage} is set. */
    public boolean hasStage() {
        return Short.toUnsignedInt(readShort(48)) == 6 && readHas(2);
    }

    /** Field {@code stage}; the same object at each call, moved. */
    public RequestStageReader stage() {
        requireMember(48, 6);
        RequestStageReader reader = this.stage;
        if (reader == null) {
            reader = new RequestStageReader();
            this.stage = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code release} is set. */
    public boolean hasRelease() {
        return Short.toUnsignedInt(readShort(48)) == 7 && readHas(2);
    }

    /** Field {@code release}; the same object at each call, moved. */
    public RequestReleaseReader release() {
        requireMember(48, 7);
        RequestReleaseReader reader = this.release;
        if (reader == null) {
            reader = new RequestReleaseReader();
            this.release = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code createStream} is set. */
    public boolean hasCreateStream() {
        return Short.toUnsignedInt(readShort(48)) == 8 && readHas(2);
    }

    /** Field {@code createStream}; the same object at each call, moved. */
    public RequestCreateStreamReader createStream() {
        requireMember(48, 8);
        RequestCreateStreamReader reader = this.createStream;
        if (reader == null) {
            reader = new RequestCreateStreamReader();
            this.createStream = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code append} is set. */
    public boolean hasAppend() {
        return Short.toUnsignedInt(readShort(48)) == 9 && readHas(2);
    }

    /** Field {@code append}; the same object at each call, moved. */
    public RequestAppendReader append() {
        requireMember(48, 9);
        RequestAppendReader reader = this.append;
        if (reader == null) {
            reader = new RequestAppendReader();
            this.append = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code seek} is set. */
    public boolean hasSeek() {
        return Short.toUnsignedInt(readShort(48)) == 10 && readHas(2);
    }

    /** Field {@code seek}; the same object at each call, moved. */
    public RequestSeekReader seek() {
        requireMember(48, 10);
        RequestSeekReader reader = this.seek;
        if (reader == null) {
            reader = new RequestSeekReader();
            this.seek = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code read} is set. */
    public boolean hasRead() {
        return Short.toUnsignedInt(readShort(48)) == 11 && readHas(2);
    }

    /** Field {@code read}; the same object at each call, moved. */
    public RequestReadReader read() {
        requireMember(48, 11);
        RequestReadReader reader = this.read;
        if (reader == null) {
            reader = new RequestReadReader();
            this.read = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code batch} is set. */
    public boolean hasBatch() {
        return Short.toUnsignedInt(readShort(48)) == 12 && readHas(2);
    }

    /** Field {@code batch}; the same object at each call, moved. */
    public RequestBatchReader batch() {
        requireMember(48, 12);
        RequestBatchReader reader = this.batch;
        if (reader == null) {
            reader = new RequestBatchReader();
            this.batch = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code feed} is set. */
    public boolean hasFeed() {
        return Short.toUnsignedInt(readShort(48)) == 13 && readHas(2);
    }

    /** Field {@code feed}; the same object at each call, moved. */
    public RequestFeedReader feed() {
        requireMember(48, 13);
        RequestFeedReader reader = this.feed;
        if (reader == null) {
            reader = new RequestFeedReader();
            this.feed = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code rename} is set. */
    public boolean hasRename() {
        return Short.toUnsignedInt(readShort(48)) == 14 && readHas(2);
    }

    /** Field {@code rename}; the same object at each call, moved. */
    public RequestRenameReader rename() {
        requireMember(48, 14);
        RequestRenameReader reader = this.rename;
        if (reader == null) {
            reader = new RequestRenameReader();
            this.rename = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code expressions} is set. */
    public boolean hasExpressions() {
        return readHas(3);
    }

    /** Field {@code expressions}; the same object at each call, moved. */
    public RequestExpressionsReader expressions() {
        RequestExpressionsReader reader = this.expressions;
        if (reader == null) {
            reader = new RequestExpressionsReader();
            this.expressions = reader;
        }
        return readStruct(3, reader);
    }

    /** Whether {@code createIndex} is set. */
    public boolean hasCreateIndex() {
        return Short.toUnsignedInt(readShort(48)) == 15 && readHas(2);
    }

    /** Field {@code createIndex}; the same object at each call, moved. */
    public RequestCreateIndexReader createIndex() {
        requireMember(48, 15);
        RequestCreateIndexReader reader = this.createIndex;
        if (reader == null) {
            reader = new RequestCreateIndexReader();
            this.createIndex = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code dropIndex} is set. */
    public boolean hasDropIndex() {
        return Short.toUnsignedInt(readShort(48)) == 16 && readHas(2);
    }

    /** Field {@code dropIndex}; the same object at each call, moved. */
    public RequestDropIndexReader dropIndex() {
        requireMember(48, 16);
        RequestDropIndexReader reader = this.dropIndex;
        if (reader == null) {
            reader = new RequestDropIndexReader();
            this.dropIndex = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code indexes} is set. */
    public boolean hasIndexes() {
        return Short.toUnsignedInt(readShort(48)) == 17 && readHas(2);
    }

    /** Field {@code indexes}; the same object at each call, moved. */
    public RequestIndexesReader indexes() {
        requireMember(48, 17);
        RequestIndexesReader reader = this.indexes;
        if (reader == null) {
            reader = new RequestIndexesReader();
            this.indexes = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code query} is set. */
    public boolean hasQuery() {
        return Short.toUnsignedInt(readShort(48)) == 18 && readHas(2);
    }

    /** Field {@code query}; the same object at each call, moved. */
    public RequestQueryReader query() {
        requireMember(48, 18);
        RequestQueryReader reader = this.query;
        if (reader == null) {
            reader = new RequestQueryReader();
            this.query = reader;
        }
        return readStruct(2, reader);
    }

    /** Whether {@code token} is set. */
    public boolean hasToken() {
        return readHas(4);
    }

    /** Field {@code token}; the same object at each call, moved. */
    public DataReader token() {
        DataReader reader = this.token;
        if (reader == null) {
            reader = new DataReader();
            this.token = reader;
        }
        return readBytes(4, reader, false);
    }

    /** Whether {@code fingerprint} is set. */
    public boolean hasFingerprint() {
        return readHas(5);
    }

    /** Field {@code fingerprint}; the same object at each call, moved. */
    public DataReader fingerprint() {
        DataReader reader = this.fingerprint;
        if (reader == null) {
            reader = new DataReader();
            this.fingerprint = reader;
        }
        return readBytes(5, reader, false);
    }
}
