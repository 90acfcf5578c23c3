package io.vireo.client;

/**
 * What the engine itself knows of an item.
 *
 * @param kind of the item
 * @param version 1 at creation, one more at every write
 * @param bodyLength in bytes
 * @param bodyCrc32c checksum of the body
 * @param createdNs nanoseconds since 1970-01-01T00:00:00Z
 * @param modifiedNs nanoseconds since 1970-01-01T00:00:00Z; moves on every write, strictly
 * @param inode unique in the engine, never used again
 * @param mode POSIX permission bits
 * @param uid POSIX owner
 * @param gid POSIX group
 * @param lastSequence of a shard: the sequence number of its last record, 0 before the first
 * @param shardCount of a stream, otherwise 0
 * @param retentionSeconds of a stream, otherwise 0
 * @param attributeCount of a user's attributes: names that begin with {@code __} do not count
 * @param expiresNs nanoseconds since 1970-01-01T00:00:00Z: from then on it is not there any more; 0: never
 */
public record ItemState(
        ItemKind kind,
        long version,
        long bodyLength,
        int bodyCrc32c,
        long createdNs,
        long modifiedNs,
        long inode,
        int mode,
        int uid,
        int gid,
        long lastSequence,
        int shardCount,
        int retentionSeconds,
        int attributeCount,
        long expiresNs) {}
