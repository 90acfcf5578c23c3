package io.vireo.engine.item;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.stream.Shard;
import org.jspecify.annotations.Nullable;

/**
 * What is kept under a key, at one version. Unchangeable, but for a shard, whose records are only added to.
 *
 * @param version 1 at creation, one more at every write
 * @param createdNs since 1970-01-01T00:00:00Z
 * @param modifiedNs since 1970-01-01T00:00:00Z; moves on every write
 * @param inode unique in the engine
 * @param mode POSIX permission bits
 * @param shardCount of a stream
 * @param retentionSeconds of a stream
 * @param shard the records, when this is a shard
 */
public record Item(
        ItemKind kind,
        long version,
        long createdNs,
        long modifiedNs,
        long inode,
        int mode,
        int uid,
        int gid,
        int shardCount,
        int retentionSeconds,
        Attributes attributes,
        Body body,
        @Nullable Shard shard) {

    /** Of a new item or shard: -rw-rw-r--. */
    public static final int FILE_MODE = 0664;

    /** Of a new directory or stream: drwxrwxr-x. */
    public static final int DIRECTORY_MODE = 0775;

    /** What an item occupies beside its key, attributes and extents, about, in bytes: objects and the index's entry. */
    private static final int OVERHEAD_LENGTH = 240;

    /** Sequence number of the last record of a shard; 0 for everything else. */
    public long lastSequence() {
        return shard == null ? 0 : shard.lastSequence();
    }

    /** How long records of a stream stay; 0: for ever. */
    public long retentionNs() {
        return retentionSeconds * 1_000_000_000L;
    }

    /** Whether other items can be below it. */
    public boolean isDirectory() {
        return kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
    }

    /** Memory that it takes, about, in bytes. */
    public long footprint(Key key) {
        long length = OVERHEAD_LENGTH + key.length() + attributes.length();
        for (Extent extent : body.extents()) {
            length += 56 + 4L * extent.checksums().length;
        }
        return length;
    }
}
