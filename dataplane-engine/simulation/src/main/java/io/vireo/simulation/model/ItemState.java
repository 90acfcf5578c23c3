package io.vireo.simulation.model;

import io.vireo.channel.message.ItemKind;
import java.util.List;
import java.util.Map;

/**
 * What must be under a path. Times and inode are the engine's to choose: {@link Facts} holds what it chose, by the operations that made them.
 *
 * @param attributes by name; values as {@link Values} has them
 * @param shardCount of a stream
 * @param retentionSeconds of a stream
 * @param blocks of a shard, one for each append
 * @param expiresNs from then on it is not there any more; 0: never
 * @param isExpired whether somebody may have missed it already
 * @param writer the operation that made this version
 * @param creator the operation that made the first version
 */
public record ItemState(
        ItemKind kind,
        long version,
        int mode,
        Map<String, Object> attributes,
        Blob body,
        int shardCount,
        int retentionSeconds,
        List<Block> blocks,
        long expiresNs,
        boolean isExpired,
        long writer,
        long creator) {
    /** Of a new item or shard. */
    static final int FILE_MODE = 0664;

    /** Of a new directory or stream. */
    static final int DIRECTORY_MODE = 0775;

    /**
     * Records of one append.
     *
     * @param first sequence number
     * @param records each its data
     */
    public record Block(long first, List<String> records, long writer) {
        /** Sequence number of the record after the last. */
        public long end() {
            return first + records.size();
        }
    }

    /** The first version of an item. */
    static ItemState created(ItemKind kind, long operation) {
        boolean isDirectory = kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
        return new ItemState(
                kind,
                1,
                isDirectory ? DIRECTORY_MODE : FILE_MODE,
                Map.of(),
                Blob.EMPTY,
                0,
                0,
                List.of(),
                0,
                false,
                operation,
                operation);
    }

    /** The same, a version on. */
    ItemState next(long operation) {
        return new ItemState(
                kind,
                version + 1,
                mode,
                attributes,
                body,
                shardCount,
                retentionSeconds,
                blocks,
                expiresNs,
                isExpired,
                operation,
                creator);
    }

    /** What stands for it when its record cannot be read: what the index knows. */
    ItemState damaged(long operation) {
        ItemState created = created(kind, operation);
        return new ItemState(
                kind, version, created.mode, Map.of(), Blob.EMPTY, 0, 0, List.of(), 0, false, operation, operation);
    }

    /** The same under another path, in the place of what had this version there. */
    ItemState renamed(long operation, long replacedVersion) {
        return new ItemState(
                kind,
                Math.max(version, replacedVersion) + 1,
                mode,
                attributes,
                body,
                shardCount,
                retentionSeconds,
                blocks,
                expiresNs,
                isExpired,
                operation,
                creator);
    }

    ItemState withAttributes(Map<String, Object> newAttributes) {
        return new ItemState(
                kind,
                version,
                mode,
                newAttributes,
                body,
                shardCount,
                retentionSeconds,
                blocks,
                expiresNs,
                isExpired,
                writer,
                creator);
    }

    ItemState withBody(Blob newBody) {
        return new ItemState(
                kind,
                version,
                mode,
                attributes,
                newBody,
                shardCount,
                retentionSeconds,
                blocks,
                expiresNs,
                isExpired,
                writer,
                creator);
    }

    ItemState withMode(int newMode) {
        return new ItemState(
                kind,
                version,
                newMode,
                attributes,
                body,
                shardCount,
                retentionSeconds,
                blocks,
                expiresNs,
                isExpired,
                writer,
                creator);
    }

    ItemState asStream(int newShardCount, int newRetentionSeconds) {
        return new ItemState(
                kind,
                version,
                mode,
                attributes,
                body,
                newShardCount,
                newRetentionSeconds,
                blocks,
                expiresNs,
                isExpired,
                writer,
                creator);
    }

    ItemState withBlocks(List<Block> newBlocks) {
        return new ItemState(
                kind,
                version,
                mode,
                attributes,
                body,
                shardCount,
                retentionSeconds,
                newBlocks,
                expiresNs,
                isExpired,
                writer,
                creator);
    }

    /** @param newExpiresNs 0: never */
    ItemState withExpiry(long newExpiresNs, boolean isExpiredNow) {
        return new ItemState(
                kind,
                version,
                mode,
                attributes,
                body,
                shardCount,
                retentionSeconds,
                blocks,
                newExpiresNs,
                isExpiredNow,
                writer,
                creator);
    }

    /** Whether it is there, and may not be any more at a time. */
    boolean expiresBy(long timeNs) {
        return !isExpired && expiresNs != 0 && expiresNs <= timeNs;
    }

    /** Sequence number of the last record; 0 before the first. */
    public long lastSequence() {
        return blocks.isEmpty() ? 0 : blocks.getLast().end() - 1;
    }

    /** Whether other items can be below it. */
    public boolean isDirectory() {
        return kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
    }

    @Override
    public String toString() {
        return kind + " version=" + version + " writer=" + writer + " creator=" + creator + " mode="
                + Integer.toOctalString(mode) + " attributes=" + attributes.keySet() + " body=" + body
                + (expiresNs == 0 ? "" : (isExpired ? " expired=" : " expires=") + expiresNs)
                + (kind == ItemKind.STREAM ? " shards=" + shardCount : "")
                + (kind == ItemKind.SHARD ? " last=" + lastSequence() : "");
    }
}
