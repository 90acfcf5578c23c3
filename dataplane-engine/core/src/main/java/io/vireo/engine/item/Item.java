package io.vireo.engine.item;

import io.vireo.channel.message.ItemKind;

/**
 * What is kept under a key, at one version. Unchangeable.
 *
 * @param version 1 at creation, one more at every write
 * @param createdNs since 1970-01-01T00:00:00Z
 * @param modifiedNs since 1970-01-01T00:00:00Z; moves on every write
 * @param inode unique in the engine
 * @param mode POSIX permission bits
 * @param shardCount of a stream
 * @param retentionSeconds of a stream
 * @param lastSequence sequence number of the last record of a shard, 0 before the first; 0 for everything else
 * @param expiresNs since 1970-01-01T00:00:00Z: from then on it is not there any more; 0: never
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
        long lastSequence,
        long expiresNs,
        Attributes attributes,
        Body body) {

    /** Of a new item or shard: -rw-rw-r--. */
    public static final int FILE_MODE = 0664;

    /** Attribute of a stream: {@link #retentionBytes}. */
    public static final String RETENTION_BYTES = "__retention_bytes";

    /** Of a new directory or stream: drwxrwxr-x. */
    public static final int DIRECTORY_MODE = 0775;

    /** The same as another version, which it is by having another path. */
    public Item moved(long newVersion, long newModifiedNs) {
        return new Item(
                kind,
                newVersion,
                createdNs,
                newModifiedNs,
                inode,
                mode,
                uid,
                gid,
                shardCount,
                retentionSeconds,
                lastSequence,
                expiresNs,
                attributes,
                body);
    }

    /** The same with another body. */
    public Item withBody(Body newBody) {
        return new Item(
                kind,
                version,
                createdNs,
                modifiedNs,
                inode,
                mode,
                uid,
                gid,
                shardCount,
                retentionSeconds,
                lastSequence,
                expiresNs,
                attributes,
                newBody);
    }

    /** How long records of a stream stay; 0: for ever. */
    public long retentionNs() {
        return retentionSeconds * 1_000_000_000L;
    }

    /** Bytes that each shard of a stream keeps at most; 0: as many as come. */
    public long retentionBytes() {
        return kind == ItemKind.STREAM && attributes.get(RETENTION_BYTES) instanceof Value.Int64(long bytes)
                ? Math.max(0, bytes)
                : 0;
    }

    /** Whether it is not there any more at this time. */
    public boolean isExpired(long nowNs) {
        return expiresNs != 0 && expiresNs <= nowNs;
    }

    /** Whether other items can be below it. */
    public boolean isDirectory() {
        return kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
    }
}
