package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.MemoryBudget;
import io.vireo.engine.store.Store;
import io.vireo.engine.stream.Shard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A slice of the key space, as a state machine: its state is a pure function of the entries that were applied, which carry every time, version and inode
 * number. {@link Writes} makes entries; here they take effect, at once for the writer and again at every start.
 *
 * <p>What was applied since the last {@link #committed} can be taken back, and is not yet for others to see: {@link #isDirty}. Threads: the reactor alone.
 */
public final class Partition {
    /**
     * How to take a change back.
     *
     * @param before what was under the key
     * @param appended the shard that got records
     */
    private record Undo(
            Key key, @Nullable Item before, @Nullable Shard appended) {}

    private final int index;
    private final int partitionCount;
    private final Store store;
    private final StreamDirectory streams;
    private final MemoryBudget budget;
    private final List<Undo> undos = new ArrayList<>();
    private final Set<Key> dirty = new HashSet<>();
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
        return dirty.contains(key);
    }

    /** Whether anything is not committed. */
    public boolean isDirty() {
        return !undos.isEmpty();
    }

    /** Applies the entries of a journal record that the reader has left. */
    public void apply(ByteReader entries, long bodyLocation) {
        while (entries.remaining() > 0) {
            int type = entries.u8();
            Key key = EntryCodec.key(entries);
            switch (type) {
                case EntryCodec.PUT -> {
                    @Nullable Item before = store.get(key);
                    Item after = EntryCodec.item(entries, bodyLocation, before == null ? null : before.shard());
                    change(key, before, after, null);
                }
                case EntryCodec.DELETE -> {
                    lastTimeNs = Math.max(lastTimeNs, entries.i64());
                    change(key, store.get(key), null, null);
                }
                case EntryCodec.APPEND -> append(key, entries, bodyLocation);
                default -> throw new IllegalStateException("entry has an unknown type: type=" + type);
            }
        }
    }

    private void append(Key key, ByteReader entries, long bodyLocation) {
        @Nullable Item before = store.get(key);
        Shard shard = before == null || before.shard() == null ? new Shard() : before.shard();
        Item state = EntryCodec.state(entries, shard);
        int count = entries.i32();
        int offset = entries.i32();
        int length = entries.i32();
        shard.append(count, state.modifiedNs(), bodyLocation + offset, length, entries.i32());
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
        undos.add(new Undo(key, before, appended));
        dirty.add(key);
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

    /** A point that {@link #rollBack} can return to. */
    public int mark() {
        return undos.size();
    }

    /** Takes back what was applied since the mark. */
    public void rollBack(int mark) {
        while (undos.size() > mark) {
            Undo undo = undos.removeLast();
            if (undo.appended() != null) {
                undo.appended().removeLast();
                budget.take(-Shard.blockFootprint());
            }
            set(undo.key(), store.get(undo.key()), undo.before());
        }
        dirty.clear();
        for (Undo undo : undos) {
            dirty.add(undo.key());
        }
    }

    /**
     * Everything that was applied is durable. Records of shards that are past their retention are let go.
     *
     * @param nowNs by the clock: what is let go nobody could read any more, so it is not part of the state
     */
    public void committed(long nowNs) {
        for (Undo undo : undos) {
            @Nullable Shard shard = undo.appended();
            @Nullable Item stream = shard == null ? null : streams.find(undo.key().parent());
            if (shard != null && stream != null && stream.retentionSeconds() > 0) {
                int dropped = shard.dropBefore(nowNs - stream.retentionNs());
                budget.take(-(long) dropped * Shard.blockFootprint());
            }
        }
        undos.clear();
        dirty.clear();
    }
}
