package io.vireo.engine.partition;

import io.vireo.engine.item.Item;
import io.vireo.engine.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The durable blocks of a shard: what one append wrote each, in the order of their sequence numbers. Where they are is in the index, what is in them on the disk.
 * Threads: the reactor alone.
 */
final class ShardBlocks {
    private final @Nullable Partition partition;
    private final long inode;
    private final long lastSequence;

    /** @param shard null: nobody has appended yet */
    ShardBlocks(@Nullable Partition partition, @Nullable Item shard) {
        this.partition = partition;
        this.inode = shard == null ? 0 : shard.inode();
        this.lastSequence = shard == null ? 0 : shard.lastSequence();
    }

    /** Of the last record; 0 before the first. */
    long lastSequence() {
        return lastSequence;
    }

    /** The block that holds a record, or the first one after it; null when there is none. */
    Store.@Nullable Found holding(long sequence) {
        Store.@Nullable Found found =
                partition == null ? null : partition.store().committedAtOrAfter(IndexKeys.block(inode, sequence));
        return found != null && IndexKeys.isBlockOf(found.key(), inode) ? found : null;
    }

    /** The block after one. */
    Store.@Nullable Found after(Store.Found block) {
        return holding(IndexKeys.lastSequence(block.key()) + 1);
    }

    /** The first block that arrived in a unit of time, or after it; null when there is none. */
    Store.@Nullable Found since(long timeUnit) {
        Store.@Nullable Found answer = null;
        long low = 1;
        long high = lastSequence;
        while (low <= high) {
            long middle = low + (high - low) / 2;
            Store.@Nullable Found found = holding(middle);
            if (found == null || found.entry().version() >= timeUnit) {
                answer = found == null ? answer : found;
                high = Math.min(middle, found == null ? middle : firstSequence(found)) - 1;
            } else {
                low = IndexKeys.lastSequence(found.key()) + 1;
            }
        }
        return answer;
    }

    /** Of a block's first record; that of the next record to come, for no block. */
    long firstSequence(Store.@Nullable Found block) {
        return block == null
                ? lastSequence + 1
                : IndexKeys.lastSequence(block.key()) - block.entry().flags() + 1;
    }

    /** When the last block arrived, within 16 µs; 0 when there is none. */
    long lastArrivalNs() {
        Store.@Nullable Found last = lastSequence == 0 ? null : holding(lastSequence);
        return last == null ? 0 : IndexKeys.timeNs(last.entry().version());
    }

    /**
     * The sequence number through which the oldest blocks of a shard can be let go; 0: none can.
     *
     * @param timeNs they arrived before it, or
     * @param allBytes that all blocks of the shard take; they are among those that are more than
     * @param keptBytes counted from the newest
     */
    static long droppable(Store store, long inode, long timeNs, long allBytes, long keptBytes) {
        long through = 0;
        long bytes = allBytes;
        if (timeNs == Long.MIN_VALUE && bytes <= keptBytes) {
            return 0;
        }
        Store.@Nullable Found found = store.atOrAfter(IndexKeys.block(inode, 0));
        for (int i = 0; i < Partition.DROP_COUNT && found != null && IndexKeys.isBlockOf(found.key(), inode); i++) {
            if (found.entry().version() >= IndexKeys.timeUnit(timeNs) && bytes <= keptBytes) {
                break;
            }
            bytes -= found.entry().length();
            through = IndexKeys.lastSequence(found.key());
            found = store.after(found.key());
        }
        return through;
    }
}
