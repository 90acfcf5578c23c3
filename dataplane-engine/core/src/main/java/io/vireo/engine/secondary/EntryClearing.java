package io.vireo.engine.secondary;

import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.store.Store;
import io.vireo.engine.table.IndexEntryPaths;
import io.vireo.engine.table.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of an index with this reactor. Threads: the reactor alone. */
final class EntryClearing {
    /** Entries that a round with requests removes, and one without. */
    private static final int BUSY_COUNT = 32;

    private static final int IDLE_COUNT = 256;

    private EntryClearing() {}

    /** Some entries, durable or not; none: there are no more. */
    static List<Key> entries(IndexEntryPaths paths, PartitionSet partitions, boolean isBusy) {
        int limit = isBusy ? BUSY_COUNT : IDLE_COUNT;
        KeyRange range = paths.all();
        byte[] from = range.fromKey(paths.table().container()).encoded();
        byte[] to = range.toKey(paths.table().container()).encoded();
        List<Key> entries = new ArrayList<>();
        for (Partition partition : partitions.all()) {
            Store.@Nullable Found found = partition.store().atOrAfter(from);
            while (found != null && entries.size() < limit && Arrays.compareUnsigned(found.key(), to) < 0) {
                entries.add(Key.ofEncoded(found.key()));
                found = partition.store().after(found.key());
            }
        }
        return entries;
    }
}
