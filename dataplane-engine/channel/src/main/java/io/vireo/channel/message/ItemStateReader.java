// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructReader;
import java.lang.foreign.MemorySegment;

/** Reader of a ItemState. */
public final class ItemStateReader extends StructReader {
    /** On no message yet. */
    public ItemStateReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ItemStateReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Field {@code kind}. */
    public ItemKind kind() {
        return ItemKind.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Field {@code version}. */
    public long version() {
        return readLong(8);
    }

    /** Field {@code bodyLength}. */
    public long bodyLength() {
        return readLong(16);
    }

    /** Field {@code bodyCrc32c}. */
    public long bodyCrc32c() {
        return Integer.toUnsignedLong(readInt(4));
    }

    /** Field {@code createdNs}. */
    public long createdNs() {
        return readLong(24);
    }

    /** Field {@code modifiedNs}. */
    public long modifiedNs() {
        return readLong(32);
    }

    /** Field {@code inode}. */
    public long inode() {
        return readLong(40);
    }

    /** Field {@code mode}. */
    public long mode() {
        return Integer.toUnsignedLong(readInt(48));
    }

    /** Field {@code uid}. */
    public long uid() {
        return Integer.toUnsignedLong(readInt(52));
    }

    /** Field {@code gid}. */
    public long gid() {
        return Integer.toUnsignedLong(readInt(56));
    }

    /** Field {@code lastSequence}. */
    public long lastSequence() {
        return readLong(64);
    }

    /** Field {@code shardCount}. */
    public long shardCount() {
        return Integer.toUnsignedLong(readInt(60));
    }

    /** Field {@code retentionSeconds}. */
    public long retentionSeconds() {
        return Integer.toUnsignedLong(readInt(72));
    }

    /** Field {@code attributeCount}. */
    public long attributeCount() {
        return Integer.toUnsignedLong(readInt(76));
    }

    /** Field {@code expiresNs}. */
    public long expiresNs() {
        return readLong(80);
    }
}
