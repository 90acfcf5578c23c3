package io.vireo.engine.secondary;

import io.vireo.engine.Limits;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows that could not be read when an index was filled, and so have no entries in it. They are tried again from time to time, until they can be read, are gone, or the index is. How many they
 * are is told; which, is kept with the progress of the reactor, up to a bound: of those beyond it only the number is known. Threads: the reactor alone.
 */
final class UnreadRows {
    private static final long RETRY_NS = 10_000_000_000L;

    /** Rows that one try reads. */
    private static final int TRY_COUNT = 32;

    /** What is known of one index. */
    private static final class OfIndex {
        private final LinkedHashSet<Key> keys = new LinkedHashSet<>();
        private long beyond;
    }

    private final PartitionSet partitions;
    private final Records records;
    private final LinkedHashMap<Long, OfIndex> byIndex = new LinkedHashMap<>();
    private Fetched fetched = new Fetched();
    private List<Key> tried = List.of();
    private long triedId;
    private long triedNs = Long.MIN_VALUE;
    private int length;

    UnreadRows(PartitionSet partitions, Records records) {
        this.partitions = partitions;
        this.records = records;
    }

    /** Takes a row that could not be read for an index. */
    void add(long id, Key row) {
        OfIndex known = byIndex.computeIfAbsent(id, _ -> new OfIndex());
        if (length + row.length() > Limits.UNREAD_ROWS_LENGTH) {
            known.beyond++;
        } else if (known.keys.add(row)) {
            length += row.length();
        }
    }

    /** Of an index, how many there are. */
    long count(long id) {
        @Nullable OfIndex known = byIndex.get(id);
        return known == null ? 0 : known.keys.size() + known.beyond;
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return byIndex.isEmpty();
    }

    /** Forgets those of other indexes than these, which are gone or are made anew. */
    private void retain(Set<Long> ids) {
        byIndex.keySet().removeIf(id -> !ids.contains(id));
        length = byIndex.values().stream()
                .flatMap(each -> each.keys.stream())
                .mapToInt(Key::length)
                .sum();
    }

    /** Takes what became of a row that was tried. */
    interface Taker {
        /** @param item null: it is not there any more */
        void take(long id, Key row, @Nullable Item item);
    }

    /**
     * Tries to read some again, if it is time to.
     *
     * @param ids all indexes that are kept; what was not read of others is forgotten
     * @return how many can be taken off the list; 0 while the disk is asked, too
     */
    int retry(long nowNs, Set<Long> ids, Taker taker) {
        if (byIndex.isEmpty() || fetched.isPending()) {
            return 0;
        }
        retain(ids);
        if (tried.isEmpty()) {
            boolean isTime = triedNs == Long.MIN_VALUE || nowNs - triedNs >= RETRY_NS || nowNs < triedNs;
            if (isTime) {
                choose(nowNs);
            }
            return 0;
        }
        List<Key> read = tried;
        tried = List.of();
        records.use(fetched);
        @Nullable OfIndex known = byIndex.get(triedId);
        int count = known == null ? 0 : take(known, read, taker);
        fetched = new Fetched();
        return count;
    }

    /** Asks the disk for the first rows of an index, which go behind its others. */
    private void choose(long nowNs) {
        triedNs = nowNs;
        for (long id : List.copyOf(byIndex.keySet())) {
            LinkedHashSet<Key> keys = Objects.requireNonNull(byIndex.get(id)).keys;
            if (keys.isEmpty()) {
                continue;
            }
            triedId = id;
            byIndex.putLast(id, Objects.requireNonNull(byIndex.get(id))); // the others are tried before it is again
            tried = keys.stream().limit(TRY_COUNT).toList();
            tried.forEach(keys::remove);
            keys.addAll(tried);
            List<Needed> missing = new ArrayList<>();
            for (Key key : tried) {
                Partition owner = owner(key);
                if (!owner.isCommittedInMemory(key)) {
                    owner.addCommittedNeeded(key, missing);
                }
            }
            missing.forEach(needed -> records.fetch(needed.what(), needed.at(), fetched));
            return;
        }
    }

    private int take(OfIndex known, List<Key> rows, Taker taker) {
        int count = 0;
        for (Key row : rows) {
            Partition owner = owner(row);
            if (!owner.isCommittedInMemory(row)) {
                continue; // it was written meanwhile, and is tried another time
            }
            try {
                taker.take(triedId, row, owner.committed(row));
            } catch (CorruptRecordException e) {
                continue; // it stays, and is counted
            }
            known.keys.remove(row);
            length -= row.length();
            count++;
        }
        if (known.keys.isEmpty() && known.beyond == 0) {
            byIndex.remove(triedId);
        }
        return count;
    }

    private Partition owner(Key key) {
        return Objects.requireNonNull(partitions.ownerOf(key));
    }

    /**
     * All of it.
     *
     * <pre>
     *   for each index: i64 id | i64 rows that are not named | i32 rows | for each: i32 length, key
     * </pre>
     */
    byte[] encoded() {
        ByteBuffer target = ByteBuffer.allocate(byIndex.size() * 20 + length + keyCount() * Integer.BYTES);
        byIndex.forEach((id, known) -> {
            target.putLong(id).putLong(known.beyond).putInt(known.keys.size());
            known.keys.forEach(key -> target.putInt(key.length()).put(key.encoded(), 0, key.length()));
        });
        return target.array();
    }

    private int keyCount() {
        return byIndex.values().stream().mapToInt(each -> each.keys.size()).sum();
    }

    /** Takes what was {@link #encoded}. */
    void restore(byte[] encoded) {
        ByteBuffer source = ByteBuffer.wrap(encoded);
        while (source.hasRemaining()) {
            long id = source.getLong();
            OfIndex known = byIndex.computeIfAbsent(id, _ -> new OfIndex());
            known.beyond += source.getLong();
            for (int rest = source.getInt(); rest > 0; rest--) {
                byte[] key = new byte[source.getInt()];
                source.get(key);
                add(id, Key.ofEncoded(key));
            }
        }
    }
}
