package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.table.RowStamp;
import io.vireo.engine.table.TableIndexes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is kept for secondary indexes: entries, and how far their indexes are. An entry changes when that is told of a later version of its row, so it does not matter how often, or
 * after what else of the same row, something is told. Threads: the reactor alone.
 */
public final class IndexWrites {
    private final RecordBuilder record;
    private final PartitionSet partitions;
    private final Writes writes;
    private final int reactorCount;

    /** Writes to a journal. */
    public IndexWrites(
            Journal journal,
            Bodies bodies,
            ItemReader items,
            PartitionSet partitions,
            Writes writes,
            int reactorCount,
            EpochClock clock) {
        this.record = new RecordBuilder(journal, new BodyBuilder(journal, bodies, items, clock), clock);
        this.partitions = partitions;
        this.writes = writes;
        this.reactorCount = reactorCount;
    }

    /** The partitions of what is changed, all of which are of this reactor. */
    public List<Partition> owners(List<IndexChange> changes) {
        return writes.owners(changes.stream().map(IndexChange::key).toList());
    }

    /** Records that must be in memory before changes are made, and are not. */
    public void addNeeded(IndexChange change, List<Needed> target) {
        Partition owner = owner(change.key());
        if (!owner.isInMemory(change.key())) {
            owner.addNeeded(change.key(), target);
        }
    }

    /** Why nothing can be added now, if so. */
    public Optional<String> fault() {
        return writes.indexMemoryFault();
    }

    private Partition owner(Key key) {
        return Objects.requireNonNull(partitions.ownerOf(key));
    }

    /** Makes changes; false when the journal has no room: what was done is to be taken back. */
    public boolean apply(List<IndexChange> changes) {
        record.clear();
        for (IndexChange change : changes) {
            if (!apply(change)) {
                return false;
            }
        }
        return true;
    }

    private boolean apply(IndexChange change) {
        Key key = change.key();
        Partition owner = owner(key);
        @Nullable Item before = before(owner, key);
        return switch (change) {
            case IndexChange.Put put -> put(put, owner, before);
            case IndexChange.Remove remove ->
                before == null
                        || RowStamp.of(before.attributes()).timeNs()
                                >= remove.stamp().timeNs()
                        || record.remove(owner, key, before);
            case IndexChange.Filled filled ->
                define(owner, key, before, indexes -> indexes.filled(filled.id(), filled.reactor()));
            case IndexChange.Cleared cleared ->
                define(
                        owner,
                        key,
                        before,
                        indexes ->
                                indexes.cleared(cleared.id(), cleared.reactor(), reactorCount, record.nextId(owner)));
            case IndexChange.Remake remake -> define(owner, key, before, indexes -> indexes.remade(remake.id()));
            case IndexChange.Progress progress -> {
                ItemDraft draft = new ItemDraft(before, ItemKind.ITEM);
                draft.attributes = progress.attributes();
                yield write(owner, key, draft);
            }
        };
    }

    /** What is there; of what is damaged what the index knows of it, for it is replaced. */
    private static @Nullable Item before(Partition owner, Key key) {
        try {
            return owner.find(key);
        } catch (CorruptRecordException e) {
            return owner.damaged(key);
        }
    }

    private boolean put(IndexChange.Put put, Partition owner, @Nullable Item before) {
        if (before != null) {
            boolean isNewer =
                    RowStamp.of(before.attributes()).timeNs() >= put.stamp().timeNs();
            boolean isAlike =
                    before.expiresNs() == put.expiresNs() && RowStamp.isAlike(before.attributes(), put.attributes());
            if (isNewer || isAlike) {
                return true;
            }
        }
        ItemDraft draft = new ItemDraft(before, ItemKind.ITEM);
        draft.attributes = put.attributes();
        draft.expiresNs = put.expiresNs();
        return write(owner, put.key(), draft);
    }

    private boolean define(Partition owner, Key key, @Nullable Item before, UnaryOperator<TableIndexes> change) {
        if (before == null) {
            return true; // somebody deleted it
        }
        TableIndexes indexes = TableIndexes.of(key, before);
        TableIndexes after = change.apply(indexes);
        if (after.equals(indexes)) {
            return true;
        }
        if (after.all().isEmpty()) {
            return record.remove(owner, key, before);
        }
        ItemDraft draft = new ItemDraft(before, ItemKind.ITEM);
        draft.attributes = after.toAttributes();
        return write(owner, key, draft);
    }

    private boolean write(Partition owner, Key key, ItemDraft draft) {
        if (!record.begin(owner)) {
            return false;
        }
        record.put(owner, key, draft);
        return record.end();
    }
}
