package io.vireo.client;

import org.jspecify.annotations.Nullable;

/**
 * One change of an item.
 *
 * @param position to read on behind this change
 * @param sequence the later a change of a partition, the larger
 * @param kind what happened
 * @param path of the item
 * @param timeNs nanoseconds since 1970-01-01T00:00:00Z; of one partition strictly later for each change
 * @param version that the change made; 0: the item was deleted
 * @param firstSequence of the records that were appended
 * @param recordCount that were appended; 0 for all else
 * @param newItem what the item has become; null: it was not asked for, or the item was deleted
 * @param oldItem what it was; null: it was not asked for, or nothing was there, or it cannot be told
 * @param oldFault why what it was cannot be told; empty: it can
 */
public record ItemChange(
        byte[] position,
        long sequence,
        Kind kind,
        String path,
        long timeNs,
        long version,
        long firstSequence,
        int recordCount,
        @Nullable Item newItem,
        @Nullable Item oldItem,
        String oldFault) {
    /** What happened. The order is that of {@code Change.Kind} in {@code engine.capnp}. */
    public enum Kind {
        /** There is an item where none was. */
        CREATED,
        /** An item has another version. */
        CHANGED,
        /** An item is no more. */
        DELETED,
        /** A shard has more records. */
        APPENDED
    }
}
