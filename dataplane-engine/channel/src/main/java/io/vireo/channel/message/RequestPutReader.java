// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a RequestPut. */
public final class RequestPutReader extends StructReader {
    private @Nullable StructListReader<AttributeReader> attributes;
    private @Nullable StructListReader<RequestPutPartReader> parts;

    /** On no message yet. */
    public RequestPutReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public RequestPutReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code mode}. */
    public RequestPutMode mode() {
        return RequestPutMode.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Field {@code kind}. */
    public ItemKind kind() {
        return ItemKind.of(Short.toUnsignedInt(readShort(2)));
    }

    /** Whether {@code attributes} is set. */
    public boolean hasAttributes() {
        return readHas(0);
    }

    /** Field {@code attributes}; the same object at each call, moved. */
    public StructListReader<AttributeReader> attributes() {
        StructListReader<AttributeReader> reader = this.attributes;
        if (reader == null) {
            reader = new StructListReader<>(new AttributeReader());
            this.attributes = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Field {@code body}. */
    public RequestPutBodySource body() {
        return RequestPutBodySource.of(Short.toUnsignedInt(readShort(4)));
    }

    /** Field {@code stageId}. */
    public long stageId() {
        return readLong(8);
    }

    /** Field {@code posixMode}. */
    public long posixMode() {
        return Integer.toUnsignedLong(readInt(16));
    }

    /** Field {@code setOwner}. */
    public boolean setOwner() {
        return readBoolean(48);
    }

    /** Field {@code uid}. */
    public long uid() {
        return Integer.toUnsignedLong(readInt(20));
    }

    /** Field {@code gid}. */
    public long gid() {
        return Integer.toUnsignedLong(readInt(24));
    }

    /** Field {@code position}. */
    public long position() {
        return readLong(32);
    }

    /** Field {@code setExpiry}. */
    public boolean setExpiry() {
        return readBoolean(49);
    }

    /** Field {@code expiresNs}. */
    public long expiresNs() {
        return readLong(40);
    }

    /** Whether {@code parts} is set. */
    public boolean hasParts() {
        return readHas(1);
    }

    /** Field {@code parts}; the same object at each call, moved. */
    public StructListReader<RequestPutPartReader> parts() {
        StructListReader<RequestPutPartReader> reader = this.parts;
        if (reader == null) {
            reader = new StructListReader<>(new RequestPutPartReader());
            this.parts = reader;
        }
        reader.wrapField(this, 1);
        return reader;
    }
}
