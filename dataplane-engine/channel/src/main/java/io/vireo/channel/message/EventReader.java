// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Event. */
public final class EventReader extends StructReader {
    private @Nullable DataReader idBytes;
    private @Nullable DataReader triggerKindBytes;
    private @Nullable DataReader triggerNameBytes;
    private @Nullable DataReader methodBytes;
    private @Nullable DataReader pathBytes;
    private @Nullable DataReader contentTypeBytes;
    private @Nullable StructListReader<PairReader> headers;
    private @Nullable StructListReader<PairReader> fields;
    private @Nullable DataReader urlBytes;
    private @Nullable DataReader topicBytes;
    private @Nullable DataReader body;

    /** On no message yet. */
    public EventReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public EventReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code correlationId}. */
    public long correlationId() {
        return readLong(0);
    }

    /** Whether {@code id} is set. */
    public boolean hasId() {
        return readHas(0);
    }

    /** Field {@code id}. */
    public String id() {
        return idBytes().toText();
    }

    /** Field {@code id}; the same object at each call, moved. */
    public DataReader idBytes() {
        DataReader reader = this.idBytes;
        if (reader == null) {
            reader = new DataReader();
            this.idBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code triggerKind} is set. */
    public boolean hasTriggerKind() {
        return readHas(1);
    }

    /** Field {@code triggerKind}. */
    public String triggerKind() {
        return triggerKindBytes().toText();
    }

    /** Field {@code triggerKind}; the same object at each call, moved. */
    public DataReader triggerKindBytes() {
        DataReader reader = this.triggerKindBytes;
        if (reader == null) {
            reader = new DataReader();
            this.triggerKindBytes = reader;
        }
        return readBytes(1, reader, true);
    }

    /** Whether {@code triggerName} is set. */
    public boolean hasTriggerName() {
        return readHas(2);
    }

    /** Field {@code triggerName}. */
    public String triggerName() {
        return triggerNameBytes().toText();
    }

    /** Field {@code triggerName}; the same object at each call, moved. */
    public DataReader triggerNameBytes() {
        DataReader reader = this.triggerNameBytes;
        if (reader == null) {
            reader = new DataReader();
            this.triggerNameBytes = reader;
        }
        return readBytes(2, reader, true);
    }

    /** Whether {@code method} is set. */
    public boolean hasMethod() {
        return readHas(3);
    }

    /** Field {@code method}. */
    public String method() {
        return methodBytes().toText();
    }

    /** Field {@code method}; the same object at each call, moved. */
    public DataReader methodBytes() {
        DataReader reader = this.methodBytes;
        if (reader == null) {
            reader = new DataReader();
            this.methodBytes = reader;
        }
        return readBytes(3, reader, true);
    }

    /** Whether {@code path} is set. */
    public boolean hasPath() {
        return readHas(4);
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
        return readBytes(4, reader, true);
    }

    /** Whether {@code contentType} is set. */
    public boolean hasContentType() {
        return readHas(5);
    }

    /** Field {@code contentType}. */
    public String contentType() {
        return contentTypeBytes().toText();
    }

    /** Field {@code contentType}; the same object at each call, moved. */
    public DataReader contentTypeBytes() {
        DataReader reader = this.contentTypeBytes;
        if (reader == null) {
            reader = new DataReader();
            this.contentTypeBytes = reader;
        }
        return readBytes(5, reader, true);
    }

    /** Whether {@code headers} is set. */
    public boolean hasHeaders() {
        return readHas(6);
    }

    /** Field {@code headers}; the same object at each call, moved. */
    public StructListReader<PairReader> headers() {
        StructListReader<PairReader> reader = this.headers;
        if (reader == null) {
            reader = new StructListReader<>(new PairReader());
            this.headers = reader;
        }
        reader.wrapField(this, 6);
        return reader;
    }

    /** Whether {@code fields} is set. */
    public boolean hasFields() {
        return readHas(7);
    }

    /** Field {@code fields}; the same object at each call, moved. */
    public StructListReader<PairReader> fields() {
        StructListReader<PairReader> reader = this.fields;
        if (reader == null) {
            reader = new StructListReader<>(new PairReader());
            this.fields = reader;
        }
        reader.wrapField(this, 7);
        return reader;
    }

    /** Field {@code timestampNs}. */
    public long timestampNs() {
        return readLong(8);
    }

    /** Whether {@code url} is set. */
    public boolean hasUrl() {
        return readHas(8);
    }

    /** Field {@code url}. */
    public String url() {
        return urlBytes().toText();
    }

    /** Field {@code url}; the same object at each call, moved. */
    public DataReader urlBytes() {
        DataReader reader = this.urlBytes;
        if (reader == null) {
            reader = new DataReader();
            this.urlBytes = reader;
        }
        return readBytes(8, reader, true);
    }

    /** Field {@code shardId}. */
    public int shardId() {
        return readInt(16) ^ 0xffffffff;
    }

    /** Field {@code shardCount}. */
    public long shardCount() {
        return Integer.toUnsignedLong(readInt(20));
    }

    /** Field {@code offset}. */
    public long offset() {
        return readLong(24);
    }

    /** Whether {@code topic} is set. */
    public boolean hasTopic() {
        return readHas(9);
    }

    /** Field {@code topic}. */
    public String topic() {
        return topicBytes().toText();
    }

    /** Field {@code topic}; the same object at each call, moved. */
    public DataReader topicBytes() {
        DataReader reader = this.topicBytes;
        if (reader == null) {
            reader = new DataReader();
            this.topicBytes = reader;
        }
        return readBytes(9, reader, true);
    }

    /** Whether {@code body} is set. */
    public boolean hasBody() {
        return readHas(10);
    }

    /** Field {@code body}; the same object at each call, moved. */
    public DataReader body() {
        DataReader reader = this.body;
        if (reader == null) {
            reader = new DataReader();
            this.body = reader;
        }
        return readBytes(10, reader, false);
    }

    /** Field {@code bodyOffset}. */
    public long bodyOffset() {
        return readLong(32);
    }

    /** Field {@code bodyLength}. */
    public long bodyLength() {
        return Integer.toUnsignedLong(readInt(40));
    }

    /** Field {@code lastInBatch}. */
    public boolean lastInBatch() {
        return readBoolean(352);
    }
}
