// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;

/** Writer of a ItemState. */
public final class ItemStateWriter extends StructWriter {
    /** On no message yet. */
    public ItemStateWriter() {
        super(11, 0);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ItemStateWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code kind}. */
    public ItemStateWriter kind(ItemKind value) {
        writeShort(0, value.number());
        return this;
    }

    /** Sets {@code version}. */
    public ItemStateWriter version(long value) {
        writeLong(8, value);
        return this;
    }

    /** Sets {@code bodyLength}. */
    public ItemStateWriter bodyLength(long value) {
        writeLong(16, value);
        return this;
    }

    /** Sets {@code bodyCrc32c}. */
    public ItemStateWriter bodyCrc32c(long value) {
        writeInt(4, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code createdNs}. */
    public ItemStateWriter createdNs(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code modifiedNs}. */
    public ItemStateWriter modifiedNs(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code inode}. */
    public ItemStateWriter inode(long value) {
        writeLong(40, value);
        return this;
    }

    /** Sets {@code mode}. */
    public ItemStateWriter mode(long value) {
        writeInt(48, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code uid}. */
    public ItemStateWriter uid(long value) {
        writeInt(52, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code gid}. */
    public ItemStateWriter gid(long value) {
        writeInt(56, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code lastSequence}. */
    public ItemStateWriter lastSequence(long value) {
        writeLong(64, value);
        return this;
    }

    /** Sets {@code shardCount}. */
    public ItemStateWriter shardCount(long value) {
        writeInt(60, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code retentionSeconds}. */
    public ItemStateWriter retentionSeconds(long value) {
        writeInt(72, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code attributeCount}. */
    public ItemStateWriter attributeCount(long value) {
        writeInt(76, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Sets {@code expiresNs}. */
    public ItemStateWriter expiresNs(long value) {
        writeLong(80, value);
        return this;
    }
}
