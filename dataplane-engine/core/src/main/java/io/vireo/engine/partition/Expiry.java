package io.vireo.engine.partition;

import io.vireo.engine.Limits;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes items that have expired. Nobody sees them any more; what is left to do is to delete them, durably and as anybody would, so that their space comes back and
 * whoever follows the changes hears of it. Threads: the reactor alone.
 */
public final class Expiry {
    /** Who expires when, as the index says. */
    private record Due(Key key, long expiresNs) {}

    private final RecordBuilder record;
    private final EpochClock clock;

    /** Writes to a journal. */
    public Expiry(Journal journal, Bodies bodies, ItemReader items, EpochClock clock) {
        this.record = new RecordBuilder(journal, new BodyBuilder(journal, bodies, items, clock), clock);
        this.clock = clock;
    }

    /** Whether a partition has something to remove. */
    public boolean isDue(Partition partition) {
        return partition.hasExpiring()
                && partition.hasExpired(clock.nowNs())
                && (partition.intents().isEmpty() || !due(partition).isEmpty());
    }

    private List<Due> due(Partition partition) {
        long nowNs = partition.presentNs(clock.nowNs());
        List<Due> all = new ArrayList<>();
        Store.@Nullable Found found = partition.store().atOrAfter(IndexKeys.expiry(0, new byte[0]));
        while (found != null
                && IndexKeys.isExpiry(found.key())
                && IndexKeys.expiresNs(found.key()) <= nowNs
                && all.size() < Limits.EXPIRED_COUNT) {
            Key owner = IndexKeys.owner(found.key());
            if (!partition.intents().isLocked(owner)) {
                all.add(new Due(owner, IndexKeys.expiresNs(found.key())));
            }
            found = partition.store().after(found.key());
        }
        return all;
    }

    /** Records that must be in memory before the next {@link #remove}, and are not. */
    public List<Needed> needed(Partition partition) {
        List<Needed> needed = new ArrayList<>();
        for (Due each : due(partition)) {
            if (!partition.isInMemory(each.key())) {
                partition.addNeeded(each.key(), needed);
            }
        }
        return needed;
    }

    /** Removes the first of what has expired, a bounded number; false when the journal had no room: what was done is to be taken back. */
    public boolean remove(Partition partition) {
        for (Due each : due(partition)) {
            if (!remove(partition, each)) {
                return false;
            }
        }
        return true;
    }

    private boolean remove(Partition partition, Due due) {
        @Nullable Released released = released(partition, due);
        if (!record.begin(partition)) {
            return false;
        }
        if (released == null) {
            record.forget(partition, due.key(), due.expiresNs());
        } else {
            record.delete(partition, due.key(), 0, released);
        }
        return record.end();
    }

    /** What the item has that goes with it; null when none of this key expires then: one whose record was damaged was replaced, and nobody knew when it would have. */
    private static @Nullable Released released(Partition partition, Due due) {
        try {
            @Nullable Item item = partition.find(due.key());
            return item == null || item.expiresNs() != due.expiresNs() ? null : Released.of(item);
        } catch (CorruptRecordException e) {
            return new Released(List.of(), due.expiresNs());
        }
    }
}
