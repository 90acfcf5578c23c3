package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import org.jspecify.annotations.Nullable;

/**
 * One change of a partition, as its log has it.
 *
 * @param location of its entry in the log: the later a change of a reactor, the larger
 * @param timeNs when it was, since 1970-01-01T00:00:00Z; of one partition strictly later for each change
 * @param item what it made of the item; of an append the shard. Null: the item was deleted
 * @param before where the entry is that said what was there; null: nothing was, or it is not told, as of an append
 * @param length of its entry, in bytes
 * @param recordCount of an append; else 0
 */
public record Change(
        Kind kind,
        Key key,
        long location,
        long timeNs,
        @Nullable Item item,
        @Nullable IndexEntry before,
        int length,
        int recordCount) {
    /** What happened. */
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
