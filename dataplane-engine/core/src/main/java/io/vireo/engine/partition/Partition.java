package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.MemoryBudget;
import io.vireo.engine.store.Store;
import io.vireo.engine.stream.Shard;
import org.jspecify.annotations.Nullable;

/**
 * A slice of the key space, as a state machine: its state is a pure function of the entries that were applied, which carry every time, version and inode
 * number. {@link Writes} makes entries; here they take effect, at once for the writer and again at every start.
 *
 * <p>What was applied is {@link #seal}ed into a commit, which is under way until {@link #committed}; meanwhile the next one is collected. Both can be taken
 * back, and are not yet for others to see: {@link #isDirty}. Threads: the reactor alone.
 */
public final class Partition {
    private final int index;
    private final int partitionCount;
    private final Store store;
    private final StreamDirectory streams;
    private final MemoryBudget budget;

    /** Of the commit that is collected, and of the one that is under way. */
    private Changes collected = new Changes();

    private Changes sealed = new Changes();
    private long lastTimeNs;
    private long lastInode;

    /** Takes an empty store. */
    public Partition(int index, int partitionCount, Store store, StreamDirectory streams, MemoryBudget budget) {
        this.index = index;
        this.partitionCount = partitionCount;
        this.store = store;
        this.streams = streams;
        this.budget = budget;
    }

    /** Its number in the engine, from 0. */
    public int index() {
        return index;
    }

    /** The items; to be changed by {@link #apply} alone. */
    public Store store() {
        return store;
    }

    /** What is under a key now, committed or not. */
    public @Nullable Item find(Key key) {
        return store.get(key);
    }

    /** A time for the next write: that of the clock, moved on when the last write had it already. */
    long nextTimeNs(long nowNs) {
        return Math.max(nowNs, lastTimeNs + 1);
    }

    /** An inode number that was never used. */
    long nextInode() {
        return lastInode == 0 ? index + 1L : lastInode + partitionCount;
    }

    /** Whether what is under a key is not committed. */
    public boolean isDirty(Key key) {
        return sealed.first().containsKey(key) || collected.first().containsKey(key);
    }

    /** The first committed item whose key is at or after this one; null when there is none. */
    Store.@Nullable Entry committedAtOrAfter(Key key) {
        return committed(store.atOrAfter(key), firstChanged(key, true));
    }

    /** The first committed item whose key is after this one; null when there is none. */
    Store.@Nullable Entry committedAfter(Key key) {
        return committed(store.after(key), firstChanged(key, false));
    }

    /** What is there now and what is being changed, whichever comes first, as it is committed. */
    private Store.@Nullable Entry committed(Store.@Nullable Entry found, @Nullable Key changed) {
        Store.@Nullable Entry now = found;
        @Nullable Key next = changed;
        while (next != null && (now == null || next.compareTo(now.key()) <= 0)) {
            @Nullable Item item = committed(next);
            if (item != null) {
                return new Store.Entry(next, item);
            }
            now = now != null && now.key().equals(next) ? store.after(next) : now;
            next = firstChanged(next, false);
        }
        return now;
    }

    private @Nullable Key firstChanged(Key from, boolean isInclusive) {
        @Nullable Key first = firstOf(sealed, from, isInclusive);
        @Nullable Key second = firstOf(collected, from, isInclusive);
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.compareTo(second) <= 0 ? first : second;
    }

    private static @Nullable Key firstOf(Changes changes, Key from, boolean isInclusive) {
        return isInclusive ? changes.first().ceilingKey(from) : changes.first().higherKey(from);
    }

    /** What is committed under a key; null for nothing. */
    public @Nullable Item committed(Key key) {
        Changes.@Nullable Undo undo = sealed.first().get(key);
        undo = undo == null ? collected.first().get(key) : undo;
        return undo == null ? store.get(key) : undo.before();
    }

    /** Applies the entries that the reader has left of the metadata of a journal record. */
    public void apply(ByteReader entries, long metadataLocation) {
        while (entries.remaining() > 0) {
            int type = entries.u8();
            Key key = EntryCodec.key(entries);
            switch (type) {
                case EntryCodec.PUT -> {
                    @Nullable Item before = store.get(key);
                    Item after = EntryCodec.item(entries, metadataLocation, before == null ? null : before.shard());
                    change(key, before, after, null);
                }
                case EntryCodec.DELETE -> {
                    lastTimeNs = Math.max(lastTimeNs, entries.i64());
                    change(key, store.get(key), null, null);
                }
                case EntryCodec.APPEND -> append(key, entries, metadataLocation);
                default -> throw new IllegalStateException("entry has an unknown type: type=" + type);
            }
        }
    }

    private void append(Key key, ByteReader entries, long metadataLocation) {
        @Nullable Item before = store.get(key);
        Shard shard = before == null || before.shard() == null ? new Shard() : before.shard();
        Item state = EntryCodec.state(entries, shard);
        int count = entries.i32();
        long location = metadataLocation - entries.i64();
        int length = entries.i32();
        shard.append(count, state.modifiedNs(), location, length, entries.i32());
        budget.take(Shard.blockFootprint());
        Item after = before == null ? state : withAttributesOf(before, state);
        change(key, before, after, shard);
    }

    private static Item withAttributesOf(Item before, Item state) {
        return new Item(
                state.kind(),
                state.version(),
                state.createdNs(),
                state.modifiedNs(),
                state.inode(),
                state.mode(),
                state.uid(),
                state.gid(),
                state.shardCount(),
                state.retentionSeconds(),
                before.attributes(),
                before.body(),
                state.shard());
    }

    private void change(Key key, @Nullable Item before, @Nullable Item after, @Nullable Shard appended) {
        collected.add(key, before, appended);
        if (after != null) {
            lastTimeNs = Math.max(lastTimeNs, after.modifiedNs());
            lastInode = Math.max(lastInode, after.inode());
        }
        set(key, before, after);
    }

    private void set(Key key, @Nullable Item before, @Nullable Item after) {
        budget.take((after == null ? 0 : after.footprint(key)) - (before == null ? 0 : before.footprint(key)));
        if (after == null) {
            store.remove(key);
        } else {
            store.put(key, after);
        }
        boolean isStream = after != null && after.kind() == ItemKind.STREAM;
        if (isStream || (before != null && before.kind() == ItemKind.STREAM)) {
            streams.set(key, isStream ? after : null);
        }
    }

    /** A point in the commit that is collected, which {@link #rollBack} can return to. */
    public int mark() {
        return collected.count();
    }

    /** Takes back what was applied since the mark. */
    public void rollBack(int mark) {
        while (collected.count() > mark) {
            takeBack(collected.removeLast());
        }
    }

    /** Takes back everything that is not committed. */
    public void rollBackAll() {
        rollBack(0);
        while (sealed.count() > 0) {
            takeBack(sealed.removeLast());
        }
    }

    private void takeBack(Changes.Undo undo) {
        if (undo.appended() != null) {
            undo.appended().removeLast();
            budget.take(-Shard.blockFootprint());
        }
        set(undo.key(), store.get(undo.key()), undo.before());
    }

    /** What was collected becomes the commit that is under way; there is none. */
    public void seal() {
        assert sealed.count() == 0 : sealed.count();
        Changes empty = sealed;
        sealed = collected;
        collected = empty;
    }

    /**
     * What was sealed is durable. Records of shards that are past their retention are let go.
     *
     * @param nowNs by the clock: what is let go nobody could read any more, so it is not part of the state
     */
    public void committed(long nowNs) {
        for (Changes.Undo undo : sealed.all()) {
            @Nullable Shard shard = undo.appended();
            @Nullable Item stream = shard == null ? null : streams.find(undo.key().parent());
            if (shard != null && stream != null && stream.retentionSeconds() > 0) {
                int dropped = shard.dropBefore(nowNs - stream.retentionNs());
                budget.take(-(long) dropped * Shard.blockFootprint());
            }
        }
        sealed.clear();
    }
}
