package io.vireo.engine.secondary;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rows that a table has with this reactor, partition by partition, a page at a time, while it goes on being written. Threads: the reactor alone. */
final class RowFill {
    /** Keys that a round with requests looks at, and one without. */
    private static final int BUSY_COUNT = 32;

    private static final int IDLE_COUNT = 256;

    private final long id;
    private final PartitionSet partitions;
    private final Records records;
    private final byte[] prefix;
    private final long container;
    private Fetched fetched = new Fetched();
    private int partition;
    private byte[] after;

    /**
     * Of a table, for an index.
     *
     * @param fromPartition that it goes on in, and after which of its keys; empty: from its first one on
     */
    RowFill(long id, Key table, PartitionSet partitions, Records records, int fromPartition, byte[] fromAfter) {
        this.id = id;
        this.partitions = partitions;
        this.records = records;
        this.container = table.container();
        byte[] path = table.path();
        byte[] base = Arrays.copyOf(path, path.length + 1);
        base[path.length] = '/';
        this.prefix = Key.of(container, base).encoded();
        this.partition = fromPartition;
        this.after = fromAfter;
    }

    /** Of the index. */
    long id() {
        return id;
    }

    int partition() {
        return partition;
    }

    byte[] after() {
        return after;
    }

    boolean isDone() {
        return partition >= partitions.all().size();
    }

    boolean isReading() {
        return fetched.isPending();
    }

    /**
     * Goes over some rows.
     *
     * @param row takes each
     * @param damaged told of what cannot be read, and why
     * @return how many keys were looked at; 0: the disk is asked for their records
     */
    int page(boolean isBusy, BiConsumer<Key, Item> row, BiConsumer<Key, String> damaged) {
        if (fetched.isPending()) {
            return 0;
        }
        records.use(fetched);
        Partition owner = partitions.all().get(partition);
        List<Key> rows = new ArrayList<>();
        List<Needed> missing = new ArrayList<>();
        int limit = isBusy ? BUSY_COUNT : IDLE_COUNT;
        byte[] last = after;
        Store.@Nullable Found found = first(owner);
        int count = 0;
        while (count < limit && missing.size() < Limits.PAGE_FETCH_COUNT && found != null && isBelow(found)) {
            Key key = Key.ofEncoded(found.key());
            count++;
            last = found.key();
            int slash = key.indexOfSlash(prefix.length - Key.CONTAINER_LENGTH);
            if (slash < 0 && Partition.kind(found.entry()) == ItemKind.ITEM) {
                rows.add(key);
                if (!owner.isCommittedInMemory(key)) {
                    owner.addCommittedNeeded(key, missing);
                }
            }
            found = slash < 0
                    ? owner.store().committedAfter(last)
                    : owner.store().committedAtOrAfter(behind(key, slash));
        }
        if (!missing.isEmpty()) {
            missing.forEach(each -> records.fetch(each.what(), each.at(), fetched));
            return 0;
        }
        rows.forEach(key -> read(owner, key, row, damaged));
        fetched = new Fetched();
        after = last;
        if (found == null || !isBelow(found)) {
            partition++;
            after = new byte[0];
        }
        return Math.max(1, count);
    }

    private Store.@Nullable Found first(Partition owner) {
        return after.length == 0
                ? owner.store().committedAtOrAfter(prefix)
                : owner.store().committedAfter(after);
    }

    private boolean isBelow(Store.Found found) {
        return found.key().length > prefix.length
                && Arrays.equals(found.key(), 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The first key that is not in the directory of this one: '0' is the byte after '/'. */
    private byte[] behind(Key key, int slash) {
        byte[] path = key.path(0, slash + 1);
        path[slash]++;
        return Key.of(container, path).encoded();
    }

    private static void read(Partition owner, Key key, BiConsumer<Key, Item> row, BiConsumer<Key, String> damaged) {
        try {
            @Nullable Item item = owner.committed(key);
            if (item != null) {
                row.accept(key, item);
            }
        } catch (CorruptRecordException e) {
            damaged.accept(key, String.valueOf(e.getMessage()));
        }
    }
}
