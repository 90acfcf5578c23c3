package io.vireo.engine.partition;

import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Location;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a start asks of the index of a partition that is recovered: which transactions are not over, and, after a repair, what is in use. Threads: the one that starts the engine. */
public final class IndexScan {
    private final Partition partition;
    private final ItemReader items;

    /** Looks at one partition. */
    public IndexScan(Partition partition, ItemReader items) {
        this.partition = partition;
        this.items = items;
    }

    /** Transactions that were decided here and that another reactor may ask for. */
    public static List<TransactionId> decided(Partition partition) {
        List<TransactionId> decided = new ArrayList<>();
        Store.@Nullable Found found = partition.store().atOrAfter(IndexKeys.firstDecided());
        while (found != null && IndexKeys.isDecided(found.key())) {
            decided.add(IndexKeys.transaction(found.key()));
            found = partition.store().after(found.key());
        }
        return decided;
    }

    /** Records of intents of which the index alone knows. */
    public static List<Needed> intents(Partition partition, Intents known) {
        List<Needed> records = new ArrayList<>();
        Store.@Nullable Found found = partition.store().atOrAfter(IndexKeys.firstIntent());
        while (found != null && IndexKeys.isIntent(found.key())) {
            TransactionId id = IndexKeys.transaction(found.key());
            if (!known.contains(id)) {
                records.add(new Needed("transaction=" + id, found.entry()));
            }
            found = partition.store().after(found.key());
        }
        return records;
    }

    /** Adds the record of what an index has under a key, when that must be read to know what is in use because of it. */
    public static void addNeeded(Store.Found found, List<Needed> target) {
        if (hasBody(found)) {
            target.add(new Needed("item=" + Key.ofEncoded(found.key()), found.entry()));
        }
    }

    private static boolean hasBody(Store.Found found) {
        return found.key()[0] != Store.OTHER && (found.entry().flags() & Partition.HAS_BODY) != 0;
    }

    /**
     * Adds to what is in use what is so because of an entry of the index, whose record is in memory if that is needed.
     *
     * @return what cannot be read
     */
    public Optional<String> count(Store.Found found) {
        byte[] key = found.key();
        if (IndexKeys.isExtent(key) || IndexKeys.isExpiry(key)) {
            return Optional.empty(); // its owner counts it, and compaction asks the owner
        }
        Store store = partition.store();
        store.addUse(found.entry().segment(), found.entry().length());
        if (!hasBody(found)) {
            return Optional.empty();
        }
        try {
            for (Extent extent :
                    items.item(Key.ofEncoded(key), found.entry()).body().stored()) {
                store.addUse(Location.segment(extent.location()), extent.length());
            }
            return Optional.empty();
        } catch (CorruptRecordException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
