package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import org.jspecify.annotations.Nullable;

/**
 * The journal record that a request, or a batch, is making: each change becomes an entry, which is applied from its bytes at once, as it will be at the
 * next start. Threads: the reactor alone.
 */
final class RecordBuilder {
    private final Journal journal;
    private final BodyBuilder bodies;
    private final EpochClock clock;
    private final ByteReader entries = new ByteReader();
    private final IndexEntry before = new IndexEntry();

    RecordBuilder(Journal journal, BodyBuilder bodies, EpochClock clock) {
        this.journal = journal;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** A number that this partition has given nothing before: the time of its next write, which never was one's before. */
    long nextId(Partition partition) {
        return partition.nextTimeNs(clock.nowNs());
    }

    /** Forgets the last request. */
    void clear() {
        bodies.clear();
    }

    /** Starts the record of a change; false when the journal has no room. */
    boolean begin(Partition partition) {
        bodies.begin();
        return journal.begin(partition.index());
    }

    /** Completes the record of a change; false when the journal has no room. */
    boolean end() {
        return journal.end();
    }

    /** What bodies are made with in this record. */
    BodyBuilder bodies() {
        return bodies;
    }

    Outcome put(Partition partition, Key key, ItemDraft draft) {
        for (int i = 0; i < bodies.consumed().size(); i++) {
            BodyBuilder.Consumed part = bodies.consumed().get(i);
            delete(partition, part.key(), 0, Released.of(part.item()));
        }
        Item item = draft.toItem(partition, clock.nowNs());
        FeedSettings.requireSound(key, item);
        put(partition, key, item, before(partition, key), draft.keepsBody(), draft.released());
        return Outcome.done(key, item);
    }

    private @Nullable IndexEntry before(Partition partition, Key key) {
        return partition.store().get(key.encoded(), before) ? before : null;
    }

    /** Puts what another key had: its extents become those of this one. */
    void putTaken(Partition partition, Key key, Item item, Released released) {
        FeedSettings.requireSound(key, item);
        put(partition, key, item, before(partition, key), false, released);
    }

    private void put(
            Partition partition,
            Key key,
            Item item,
            @Nullable IndexEntry takesPlaceOf,
            boolean keepsExtents,
            Released released) {
        ByteWriter metadata = journal.metadata();
        long location = journal.metadataLocation() + metadata.length();
        int place = keepsExtents ? EntryCodec.KEPT : EntryCodec.TAKEN;
        int start = metadata.length();
        EntryCodec.put(
                metadata, EntryCodec.PUT, key, item, takesPlaceOf, journal.bodyLocation(), place, released, location);
        apply(partition, start);
    }

    /** Deletes an item, no shard, by a record of its own, which takes effect before the one that is begun next; false when the journal has no room. */
    boolean remove(Partition partition, Key key, Item item) {
        if (!begin(partition)) {
            return false;
        }
        delete(partition, key, 0, Released.of(item));
        return end();
    }

    Outcome delete(Partition partition, Key key, Item item) {
        delete(partition, key, item.kind() == ItemKind.SHARD ? item.inode() : 0, Released.of(item));
        return Outcome.done(key, null);
    }

    /** @param shardInode of a shard, whose blocks go too; else 0 */
    void delete(Partition partition, Key key, long shardInode, Released released) {
        int start = journal.metadata().length();
        long timeNs = partition.nextTimeNs(clock.nowNs());
        EntryCodec.delete(journal.metadata(), key, timeNs, shardInode, before(partition, key), released);
        apply(partition, start);
    }

    /** @param retentionNs of the stream; 0: for ever */
    Outcome append(
            Partition partition, Key key, ItemDraft shard, ByteWriter records, int recordCount, long retentionNs) {
        shard.lastSequence += recordCount;
        Item item = shard.toItem(partition, clock.nowNs());
        ByteWriter metadata = journal.metadata();
        EntryCodec.block(
                metadata,
                EntryCodec.BLOCK,
                item.inode(),
                item.lastSequence(),
                item.modifiedNs(),
                recordCount,
                records.array(),
                0,
                records.length());
        long droppable = retentionNs == 0 ? 0 : partition.droppable(item.inode(), item.modifiedNs() - retentionNs);
        if (droppable > 0) {
            EntryCodec.drop(metadata, item.inode(), droppable);
        }
        apply(partition, 0);
        put(partition, key, item, null, true, Released.NOTHING);
        return Outcome.appended(key, item, item.lastSequence() - recordCount + 1, recordCount);
    }

    /** Has the index forget that an item expires then, which it does not. */
    void forget(Partition partition, Key key, long expiresNs) {
        int start = journal.metadata().length();
        EntryCodec.forget(journal.metadata(), key, expiresNs);
        apply(partition, start);
    }

    private void apply(Partition partition, int start) {
        ByteWriter metadata = journal.metadata();
        partition.apply(entries.wrap(metadata.array(), start, metadata.length()), journal.metadataLocation() + start);
    }
}
