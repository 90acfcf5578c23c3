// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestPut. */
public final class RequestPutWriter extends StructWriter {
    private @Nullable StructListWriter<AttributeWriter> attributes;
    private @Nullable StructListWriter<RequestPutPartWriter> parts;

    /** On no message yet. */
    public RequestPutWriter() {
        super(6, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestPutWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code mode}. */
    public RequestPutWriter mode(RequestPutMode value) {
        writeShort(0, value.number());
        return this;
    }

    /** Sets {@code kind}. */
    public RequestPutWriter kind(ItemKind value) {
        writeShort(2, value.number());
        return this;
    }

    /** Takes space for {@code attributes}; the same object at each call, moved. */
    public StructListWriter<AttributeWriter> initAttributes(int count) {
        StructListWriter<AttributeWriter> writer = this.attributes;
        if (writer == null) {
            writer = new StructListWriter<>(new AttributeWriter());
            this.attributes = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Sets {@code body}. */
    public RequestPutWriter body(RequestPutBodySource value) {
        writeShort(4, value.number());
        return this;
    }

    /** Sets {@code stageId}. */
    public RequestPutWriter stageId(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code posixMode}. */
    public RequestPutWriter posixMode(long value) {
        writeInt(16, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code setOwner}. */
    public RequestPutWriter setOwner(boolean value) {
        writeBoolean(48, value);
        return this;
    }

    /** Sets {@code uid}. */
    public RequestPutWriter uid(long value) {
        writeInt(20, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code gid}. */
    public RequestPutWriter gid(long value) {
        writeInt(24, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code position}. */
    public RequestPutWriter position(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code setExpiry}. */
    public RequestPutWriter setExpiry(boolean value) {
        writeBoolean(49, value);
        return this;
    }

    /** Sets {@code expiresNs}. */
    public RequestPutWriter expiresNs(long value) {
        writeLong(40, value);
        return this;
    }

    /** Takes space for {@code parts}; the same object at each call, moved. */
    public StructListWriter<RequestPutPartWriter> initParts(int count) {
        StructListWriter<RequestPutPartWriter> writer = this.parts;
        if (writer == null) {
            writer = new StructListWriter<>(new RequestPutPartWriter());
            this.parts = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }
}
