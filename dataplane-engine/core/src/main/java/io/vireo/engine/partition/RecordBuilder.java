package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    /** Whose intent the records are of; null: they have effect. */
    private @Nullable TransactionId intent;

    /** Whose the record of the intent is that is being made. */
    private @Nullable Partition owner;

    /** Records of the intent that are complete. */
    private final List<Intended> intended = new ArrayList<>();

    /** A record of an intent. */
    private record Intended(Partition partition, byte[] metadata, long location) {}

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
        intent = null;
        intended.clear();
    }

    /** From now on, until {@link #clear}, records are those of an intent: what their entries do is to be taken back by the caller. */
    void intend(TransactionId id) {
        intent = id;
    }

    /** Applies the records of the intent as such, what they would do being taken back. */
    void applyIntent() {
        for (Intended each : intended) {
            byte[] metadata = each.metadata();
            each.partition().apply(entries.wrap(metadata, 0, metadata.length), each.location());
        }
    }

    /** Starts the record of a change; false when the journal has no room. */
    boolean begin(Partition partition) {
        bodies.begin();
        if (!journal.begin(partition.index())) {
            return false;
        }
        @Nullable TransactionId id = intent;
        if (id != null) {
            owner = partition;
            EntryCodec.beginIntent(journal.metadata(), id, intended.size());
        }
        return true;
    }

    /** Completes the record of a change; false when the journal has no room. */
    boolean end() {
        @Nullable Partition ofIntent = owner;
        if (intent != null && ofIntent != null) {
            EntryCodec.endIntent(journal.metadata());
            intended.add(new Intended(ofIntent, journal.metadata().copyFrom(0), journal.metadataLocation()));
        }
        return journal.end();
    }

    /** Writes that a transaction is decided, as a record of its own; false when the journal has no room. */
    boolean decide(Partition partition, TransactionId id, Collection<Integer> reactors) {
        if (!begin(partition)) {
            return false;
        }
        EntryCodec.decided(journal.metadata(), id, reactors);
        apply(partition, 0);
        return end();
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

    /** Puts what is nobody's item, and new. */
    boolean putAlone(Partition partition, Key key, ItemDraft draft) {
        put(partition, key, draft.toItem(partition, clock.nowNs()), null, false, Released.NOTHING);
        return true;
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

    /**
     * @param retentionNs of the stream; 0: for ever
     * @param retentionBytes of the stream; 0: as many as come
     */
    Outcome append(
            Partition partition,
            Key key,
            ItemDraft shard,
            ByteWriter records,
            int recordCount,
            long retentionNs,
            long retentionBytes) {
        shard.lastSequence += recordCount;
        Item item = shard.toItem(partition, clock.nowNs());
        ByteWriter metadata = journal.metadata();
        int start = metadata.length();
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
        long droppable = ShardBlocks.droppable(
                partition.store(),
                item.inode(),
                retentionNs == 0 ? Long.MIN_VALUE : item.modifiedNs() - retentionNs,
                partition.shardBytes().of(item.inode()),
                retentionBytes == 0 ? Long.MAX_VALUE : retentionBytes - records.length());
        if (droppable > 0) {
            EntryCodec.drop(metadata, item.inode(), droppable);
        }
        apply(partition, start);
        put(partition, key, item, null, true, Released.NOTHING);
        return Outcome.appended(key, item, item.lastSequence() - recordCount + 1, recordCount);
    }

    /** Lets blocks of a shard go, up to a sequence number. */
    void drop(Partition partition, long inode, long lastSequence) {
        int start = journal.metadata().length();
        EntryCodec.drop(journal.metadata(), inode, lastSequence);
        apply(partition, start);
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
