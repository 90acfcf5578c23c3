package io.vireo.engine.partition;

import io.vireo.channel.Placement;
import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Location;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Store;
import io.vireo.engine.table.IndexPaths;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A slice of the key space, as a state machine: its state is a pure function of the entries that were applied, which carry every time, version and inode
 * number. {@link Writes} makes entries; here they take effect, at once for the writer and again at every start. Applying one reads nothing but its bytes and the
 * index.
 *
 * <p>What was applied can be taken back until it is durable, and is not for others to see until then: see {@link Store}. Threads: the reactor alone.
 */
public final class Partition {
    private static final byte[] NO_KEY = {};
    private static final int KIND_BITS = 0x7;
    static final int HAS_BODY = 0x8;
    private static final int HAS_EXPIRY = 0x10;

    /** Blocks that one {@link EntryCodec#DROP} lets go: so that none is long work. */
    static final int DROP_COUNT = 64;

    /** More than one commit can give out. */
    private static final long SKIPPED_INODES = 1 << 20;

    private final int index;
    private final int partitionCount;
    private final Store store;
    private final StreamDirectory streams;
    private final ItemReader items;
    private final ExpiryTimes expiries;
    private final Intents intents;
    private final IndexEntry slot = new IndexEntry();
    private final IndexEntry scratch = new IndexEntry();
    private final Entry entry = new Entry();
    private final CRC32C crc = new CRC32C();

    /** Shards that were deleted and whose blocks are not all gone yet, by inode. */
    private final Set<Long> orphans = new LinkedHashSet<>();

    private final ShardBytes shardBytes = new ShardBytes();

    private long lastTimeNs;
    private long lastInode;

    /** The latest time that anybody was answered by: what has expired does not come back with a clock that is set back. */
    private long seenTimeNs;

    /** Takes an empty store. */
    public Partition(
            int index, int partitionCount, Store store, StreamDirectory streams, ItemReader items, Intents intents) {
        this.index = index;
        this.partitionCount = partitionCount;
        this.store = store;
        this.expiries = new ExpiryTimes(store);
        this.streams = streams;
        this.items = items;
        this.intents = intents;
    }

    /** Its number in the engine, from 0. */
    public int index() {
        return index;
    }

    /** Whether this is the one that a key belongs to. */
    boolean owns(Key key) {
        return Placement.partition(key.container(), key.path(), partitionCount) == index;
    }

    /** Where its records are; to be changed by {@link #apply} alone. */
    public Store store() {
        return store;
    }

    /** Where the record of an item is now, durable or not; null when there is no item. */
    @Nullable IndexEntry slot(Key key) {
        IndexEntry found = new IndexEntry();
        return store.get(key.encoded(), found) ? found : null;
    }

    /** Where the durable record of an item is; null when there is none. */
    public @Nullable IndexEntry committedSlot(Key key) {
        IndexEntry found = new IndexEntry();
        return store.getCommitted(key.encoded(), found) ? found : null;
    }

    /** What is under a key now, durable or not; its record is in memory. */
    public @Nullable Item find(Key key) {
        @Nullable IndexEntry found = slot(key);
        return found == null ? null : items.item(key, found);
    }

    /** What is durable under a key; its record is in memory. */
    public @Nullable Item committed(Key key) {
        @Nullable IndexEntry found = committedSlot(key);
        return found == null ? null : items.item(key, found);
    }

    /** What is durable under a key, unless it has expired by the time of the clock; its record is in memory. */
    public @Nullable Item present(Key key, long clockNs) {
        @Nullable Item item = committed(key);
        return item == null || item.isExpired(presentNs(clockNs)) ? null : item;
    }

    /** The time that decides what has expired: that of the clock, but never earlier than a time that was given before. */
    public long presentNs(long clockNs) {
        seenTimeNs = Math.max(seenTimeNs, Math.max(clockNs, lastTimeNs));
        return seenTimeNs;
    }

    /** Whether something is there that expires some day. */
    boolean hasExpiring() {
        return !expiries.isEmpty();
    }

    /** Whether something that has expired is still to be removed. */
    public boolean hasExpired(long clockNs) {
        return expiries.firstNs() <= presentNs(clockNs);
    }

    /** Of an item, as its index entry has it: whether it expires some day. */
    static boolean expires(IndexEntry ofItem) {
        return (ofItem.flags() & HAS_EXPIRY) != 0;
    }

    /** Whether what is under a key now can be had without the disk. */
    public boolean isInMemory(Key key) {
        return !store.get(key.encoded(), slot) || items.isThere(slot);
    }

    /** Whether what is durable under a key can be had without the disk. */
    public boolean isCommittedInMemory(Key key) {
        return !store.getCommitted(key.encoded(), slot) || items.isThere(slot);
    }

    /** Adds the newest record of a key, which there is. */
    public void addNeeded(Key key, List<Needed> target) {
        target.add(new Needed("item=" + key, Objects.requireNonNull(slot(key))));
    }

    /** Adds the durable record of a key, which there is. */
    public void addCommittedNeeded(Key key, List<Needed> target) {
        target.add(new Needed("item=" + key, Objects.requireNonNull(committedSlot(key))));
    }

    /** What stands for an item whose record is damaged, when it is deleted or replaced: what the index knows of it. */
    Item damaged(Key key) {
        IndexEntry at = Objects.requireNonNull(slot(key));
        int mode = isDirectory(at) ? Item.DIRECTORY_MODE : Item.FILE_MODE;
        return new Item(
                kind(at), at.version(), 0, 0, nextInode(), mode, 0, 0, 0, 0, 0, 0, Attributes.EMPTY, Body.EMPTY);
    }

    /** The kind of what is under a key now. */
    public @Nullable ItemKind kind(Key key) {
        return store.get(key.encoded(), slot) ? kind(slot) : null;
    }

    /** Of an item, as its index entry has it. */
    public static ItemKind kind(IndexEntry ofItem) {
        return ItemKind.of(ofItem.flags() & KIND_BITS);
    }

    /** Of an item, as its index entry has it: whether it is no directory, stream or shard, has no body, and does not expire. */
    static boolean isPlainItem(IndexEntry ofItem) {
        return (ofItem.flags() & (KIND_BITS | HAS_BODY | HAS_EXPIRY)) == ItemKind.ITEM.number();
    }

    static boolean isDirectory(IndexEntry ofItem) {
        ItemKind kind = kind(ofItem);
        return kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
    }

    /** A time for the next write: that of the clock, moved on when the last write had it already. */
    long nextTimeNs(long nowNs) {
        return Math.max(nowNs, lastTimeNs + 1);
    }

    /** Whether this partition gave out a number: an item that was renamed brings that of another one. */
    private boolean isOwnInode(long inode) {
        return (inode - 1) % partitionCount == index;
    }

    /** An inode number that was never used. */
    long nextInode() {
        return lastInode == 0 ? index + 1L : lastInode + partitionCount;
    }

    /** Whether what is under a key is not durable. */
    public boolean isDirty(Key key) {
        return store.isDirty(key.encoded());
    }

    /**
     * Applies the entries that the reader has left of the metadata of a journal record.
     *
     * @param location of the next of them in the log
     */
    public void apply(ByteReader entries, long location) {
        long at = location;
        while (entries.remaining() > 0) {
            int offset = entries.offset();
            entry.wrap(entries.array(), offset, offset + entries.remaining(), at);
            switch (entry.type()) {
                case EntryCodec.PUT, EntryCodec.MOVE -> put();
                case EntryCodec.DELETE -> delete();
                case EntryCodec.BLOCK, EntryCodec.SHIFT -> block();
                case EntryCodec.FORGET -> expiries.remove(entry.forgottenExpiryNs(), entry);
                case EntryCodec.DROP -> drop(entry.shardInode(), entry.lastSequence());
                case EntryCodec.INTENT -> intent();
                case EntryCodec.APPLY -> {
                    endIntent();
                    lastTimeNs = Math.max(lastTimeNs, entry.appliedNs() + changesBehind(entries) - 1);
                }
                case EntryCodec.ABORT -> endIntent();
                case EntryCodec.DECIDED -> putOnce(IndexKeys.decided(entry.transaction()));
                case EntryCodec.DONE -> removeRecord(IndexKeys.decided(entry.transaction()));
                default -> throw new IllegalStateException("entry has an unknown type: type=" + entry.type());
            }
            entries.skip(entry.length());
            at += entry.length();
        }
    }

    private void put() {
        byte[] bytes = entry.bytes();
        int keyOffset = entry.keyOffset();
        int keyLength = entry.keyLength();
        ItemKind kind = entry.kind();
        boolean wasThere = store.get(bytes, keyOffset, keyLength, slot);
        // What is known by heart, streams apart, is the engine's own, whose paths begin with a dot.
        boolean isOwn = keyLength > Key.CONTAINER_LENGTH && bytes[keyOffset + Key.CONTAINER_LENGTH] == '.';
        byte[] own = isOwn ? entry.keyBytes() : NO_KEY;
        boolean wasKnown = wasThere && isKnownByHeart(own, kind(slot));
        if (entry.type() == EntryCodec.PUT) {
            noteChange(entry.modifiedNs());
        }
        if (wasThere) {
            store.addUse(slot.segment(), -slot.length());
        }
        putExtents();
        long expiresNs = entry.expiresNs();
        expiries.remove(entry.releasedExpiryNs(), entry);
        expiries.add(expiresNs, entry);
        int flags = kind.number() | (entry.bodyLength() > 0 ? HAS_BODY : 0) | (expiresNs == 0 ? 0 : HAS_EXPIRY);
        putRecord(bytes, keyOffset, keyLength, entry.version(), flags);
        lastTimeNs = Math.max(lastTimeNs, entry.modifiedNs());
        if (isOwnInode(entry.inode())) {
            lastInode = Math.max(lastInode, entry.inode());
        }
        boolean isKnown = isKnownByHeart(own, kind);
        if (isKnown || wasKnown) {
            setKnown(Key.ofEncoded(entry.keyBytes()), isKnown ? entry.item() : null);
        }
    }

    /** Most items have no extents, and what has some takes more than the objects that are made here. */
    private void putExtents() {
        if (entry.releasedCount() > 0) {
            byte[] key = entry.keyBytes();
            entry.released((_, location, length) -> release(key, location, length));
        }
        if (entry.extentCount() > 0) {
            byte[] key = entry.keyBytes();
            entry.extents((place, location, length) -> {
                if (place == EntryCodec.HOLE) {
                    return;
                }
                if (place != EntryCodec.KEPT) {
                    store.addUse(Location.segment(location), length);
                }
                if (place != EntryCodec.OWN) {
                    store.put(IndexKeys.extent(location, key), slot.set(0, 0, 1, 0, 0, 0));
                }
            });
        }
    }

    /** Notes what a feed must know of it: when this was, and where what was there before lies. */
    private void noteChange(long timeNs) {
        int segment = Location.segment(entry.location());
        store.history().written(segment, timeNs);
        if (entry.before(scratch).length() > 0) {
            store.history().named(scratch.segment(), segment);
        }
    }

    /** Whether every reactor knows such an item by heart: streams, what containers want of their feeds, and what indexes tables have. */
    public static boolean isKnownByHeart(byte[] key, @Nullable ItemKind kind) {
        return kind == ItemKind.STREAM || (kind != null && (FeedSettings.isOf(key) || IndexPaths.isDefinition(key)));
    }

    private void setKnown(Key key, @Nullable Item item) {
        @Nullable Item before = streams.known(key);
        streams.set(key, item);
        store.addUndo(() -> streams.set(key, before));
    }

    /** Reads what is to be known by heart, if it is this partition's and still there, its record being in memory; what is wrong with it, if something is. */
    public Optional<String> learn(Key key) {
        if (isKnownByHeart(key.encoded(), kind(key))) {
            try {
                streams.set(key, find(key));
            } catch (CorruptRecordException e) {
                streams.learnDamaged(key, String.valueOf(e.getMessage()));
                return Optional.of("item cannot be used: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void release(byte[] owner, long location, int length) {
        store.addUse(Location.segment(location), -length);
        store.remove(IndexKeys.extent(location, owner));
    }

    private void putRecord(byte[] bytes, int keyOffset, int keyLength, long version, int flags) {
        crc.reset();
        crc.update(entry.bytes(), entry.start(), entry.length());
        int segment = Location.segment(entry.location());
        store.addUse(segment, entry.length());
        store.put(
                bytes,
                keyOffset,
                keyLength,
                slot.set(
                        segment,
                        Location.offset(entry.location()),
                        entry.length(),
                        (int) crc.getValue(),
                        version,
                        flags));
    }

    private void delete() {
        byte[] key = entry.keyBytes();
        lastTimeNs = Math.max(lastTimeNs, entry.timeNs());
        noteChange(entry.timeNs());
        if (!store.get(key, slot)) {
            return;
        }
        boolean wasKnown = isKnownByHeart(key, kind(slot));
        store.addUse(slot.segment(), -slot.length());
        store.remove(key);
        entry.released((_, location, length) -> release(key, location, length));
        expiries.remove(entry.releasedExpiryNs(), entry);
        long orphan = entry.deletedInode();
        if (orphan != 0) {
            orphans.add(orphan);
            store.addUndo(() -> orphans.remove(orphan));
        }
        if (wasKnown) {
            setKnown(Key.ofEncoded(key), null);
        }
    }

    private void block() {
        byte[] key = IndexKeys.block(entry.shardInode(), entry.lastSequence());
        if (store.get(key, slot)) {
            store.addUse(slot.segment(), -slot.length());
            shardBytes.add(store, entry.shardInode(), -slot.length());
        }
        shardBytes.add(store, entry.shardInode(), entry.length());
        putRecord(key, 0, key.length, IndexKeys.timeUnit(entry.arrivalNs()), entry.recordCount());
    }

    /** What the blocks of its shards take. */
    public ShardBytes shardBytes() {
        return shardBytes;
    }

    private void intent() {
        TransactionId id = entry.transaction();
        int number = entry.part();
        putOnce(IndexKeys.intent(id, number));
        byte[] bytes = Arrays.copyOfRange(entry.bytes(), entry.start(), entry.start() + entry.length());
        Intents.Part part = new Intents.Part(this, number, bytes, entry.location());
        // What it would give out is given out, whatever becomes of it.
        part.entries(intended -> {
            if (intended.type() == EntryCodec.PUT) {
                lastTimeNs = Math.max(lastTimeNs, intended.modifiedNs());
                lastInode = isOwnInode(intended.inode()) ? Math.max(lastInode, intended.inode()) : lastInode;
            }
        });
        intents.add(id, part);
        store.addUndo(() -> intents.remove(id, number));
    }

    private void putOnce(byte[] key) {
        putRecord(key, 0, key.length, 1, 0);
    }

    /** Changes that come behind the entry in its record. */
    private int changesBehind(ByteReader record) {
        Entry each = new Entry();
        int count = 0;
        int limit = record.offset() + record.remaining();
        for (int offset = record.offset() + entry.length(); offset < limit; offset += each.length()) {
            each.wrap(record.array(), offset, limit, 0);
            count += each.type() == EntryCodec.PUT || each.type() == EntryCodec.DELETE ? 1 : 0;
        }
        return count;
    }

    private void endIntent() {
        TransactionId id = entry.transaction();
        removeRecord(IndexKeys.intent(id, entry.part()));
        Intents.@Nullable Part ended = intents.remove(id, entry.part());
        if (ended != null) {
            store.addUndo(() -> intents.add(id, ended));
        }
    }

    private void removeRecord(byte[] key) {
        if (store.get(key, slot)) {
            store.addUse(slot.segment(), -slot.length());
            store.remove(key);
        }
    }

    /** Transactions that are not decided, of the whole reactor. */
    Intents intents() {
        return intents;
    }

    private void drop(long inode, long lastSequence) {
        Store.@Nullable Found found = store.atOrAfter(IndexKeys.block(inode, 0));
        while (found != null
                && IndexKeys.isBlockOf(found.key(), inode)
                && IndexKeys.lastSequence(found.key()) <= lastSequence) {
            store.addUse(found.entry().segment(), -found.entry().length());
            shardBytes.add(store, inode, -found.entry().length());
            store.remove(found.key());
            found = store.after(found.key());
        }
        boolean isGone = found == null || !IndexKeys.isBlockOf(found.key(), inode);
        if (isGone && orphans.remove(inode)) {
            store.addUndo(() -> orphans.add(inode));
        }
    }

    /** Of deleted shards whose blocks are still there. */
    public Set<Long> orphans() {
        return orphans;
    }

    /** What is not in the index, for a checkpoint. */
    public PartitionState state() {
        return new PartitionState(index, lastTimeNs, lastInode, List.copyOf(orphans));
    }

    /** Becomes what a checkpoint held. */
    public void restore(PartitionState state) {
        lastTimeNs = state.lastTimeNs();
        lastInode = state.lastInode();
        expiries.forgetFirst();
        orphans.clear();
        orphans.addAll(state.orphans());
    }

    /** Some inode numbers may have been given out that nothing tells of any more: the next ones are far beyond. */
    public void skipInodes() {
        lastInode = nextInode() + SKIPPED_INODES * partitionCount;
    }

    /** How many items there are. */
    public long itemCount() {
        return store.itemCount();
    }
}
