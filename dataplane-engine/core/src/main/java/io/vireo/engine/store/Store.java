package io.vireo.engine.store;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexCursor;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.index.IndexLoader;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.index.OrderedIndex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a partition are: an ordered index of them, whose changes belong to a commit and can be taken back until that is durable.
 *
 * <p>What is applied is collected; {@link #seal} makes it the commit that is under way, until {@link #committed}. {@link #get} sees what is applied,
 * {@link #committedAtOrAfter} what is durable. A {@link Snapshot} keeps what was there when it was taken, while things go on changing. Threads: the reactor that
 * owns the partition.
 */
public final class Store implements AutoCloseable {
    /** A key, and what is under it. */
    public record Found(byte[] key, IndexEntry entry) {}

    /** What the keys of all start with that is not an item. */
    public static final byte OTHER = (byte) 0xff;

    private final OrderedIndex index;
    private final IndexCursor cursor;
    private final SegmentUse use;
    private final IndexEntry scratch = new IndexEntry();
    private final IndexEntry old = new IndexEntry();

    /** Of the commit that is collected, and of the one that is under way. */
    private Changes collected = new Changes();

    private Changes sealed = new Changes();
    private @Nullable Snapshot snapshot;
    private @Nullable IndexLoader loader;
    private long itemCount;

    /** Of keys that start with {@link #OTHER}, by the byte behind it. */
    private final long[] otherCounts = new long[Byte.MAX_VALUE];

    private boolean isReplaying;

    /** Starts empty. */
    public Store(IndexMemory memory, SegmentUse use) {
        this.index = new OrderedIndex(memory);
        this.cursor = index.cursor();
        this.use = use;
    }

    /** Whether something is under a key now, and then what. */
    public boolean get(byte[] key, IndexEntry into) {
        return get(key, 0, key.length, into);
    }

    /** The same of a key that lies in an array. */
    public boolean get(byte[] source, int offset, int length, IndexEntry into) {
        return index.get(source, offset, length, into);
    }

    /** Whether something that is durable is under a key, and then what. */
    public boolean getCommitted(byte[] key, IndexEntry into) {
        Changes.@Nullable Change change = sealed.first(key, 0, key.length);
        change = change == null ? collected.first(key, 0, key.length) : change;
        if (change == null) {
            return get(key, into);
        }
        @Nullable IndexEntry before = change.before();
        if (before != null) {
            into.set(before);
        }
        return before != null;
    }

    /** Puts an entry under a key; both are copied. */
    public void put(byte[] key, IndexEntry entry) {
        put(key, 0, key.length, entry);
    }

    /** The same of a key that lies in an array. */
    public void put(byte[] source, int offset, int length, IndexEntry entry) {
        int result = index.put(source, offset, length, entry, old);
        if (result == OrderedIndex.FULL) {
            throw new IndexFullException();
        }
        @Nullable IndexEntry before = result == OrderedIndex.REPLACED ? old : null;
        changed(source, offset, length, before, entry);
        note(source, offset, length, before, entry);
    }

    /** Removes what is under a key; false when nothing is. */
    public boolean remove(byte[] key) {
        if (!index.remove(key, 0, key.length, old)) {
            return false;
        }
        changed(key, 0, key.length, old, null);
        note(key, 0, key.length, old, null);
        return true;
    }

    private void note(byte[] source, int offset, int length, @Nullable IndexEntry before, @Nullable IndexEntry after) {
        if (!isReplaying) {
            collected.add(source, offset, length, before, after);
        }
    }

    /** The index was changed. */
    private void changed(
            byte[] source, int offset, int length, @Nullable IndexEntry before, @Nullable IndexEntry after) {
        if (snapshot != null) {
            snapshot.keep(source, offset, length, before);
        }
        if (before == null || after == null) {
            int change = (after == null ? 0 : 1) - (before == null ? 0 : 1);
            if (source[offset] == OTHER) {
                otherCounts[source[offset + 1]] += change;
            } else {
                itemCount += change;
            }
        }
    }

    /** Takes a change back. */
    private void restore(Changes changes, Changes.Change change) {
        byte[] source = changes.keys();
        int offset = change.keyOffset();
        int length = change.keyLength();
        @Nullable IndexEntry before = change.before();
        if (before == null) {
            index.remove(source, offset, length, scratch);
        } else if (index.put(source, offset, length, before, scratch) == OrderedIndex.FULL) {
            throw new IndexFullException();
        }
        changed(source, offset, length, change.after(), before);
    }

    /** Puts an entry that a checkpoint held, in the order of their keys. Nothing else is done until {@link #loaded}. */
    public void load(MemorySegment key, long offset, int length, IndexEntry entry) {
        @Nullable IndexLoader loading = loader;
        if (loading == null) {
            loading = new IndexLoader(index);
            loader = loading;
        }
        if (key.get(ValueLayout.JAVA_BYTE, offset) == OTHER) {
            otherCounts[key.get(ValueLayout.JAVA_BYTE, offset + 1)]++;
        } else {
            itemCount++;
        }
        if (!loading.add(key, offset, length, entry)) {
            throw new IndexFullException();
        }
    }

    /** All that a checkpoint held is here. */
    public void loaded() {
        if (!endLoading()) {
            throw new IndexFullException();
        }
    }

    private boolean endLoading() {
        @Nullable IndexLoader loading = loader;
        loader = null;
        return loading == null || loading.finish();
    }

    /** From now on, or until now, what is applied is durable already, and is nothing to be taken back. */
    public void setReplaying(boolean isNow) {
        isReplaying = isNow;
    }

    /** Forgets what was loaded. */
    public void clear() {
        endLoading();
        index.clear();
        itemCount = 0;
        Arrays.fill(otherCounts, 0);
    }

    /** More of a segment is in use, or less when negative. */
    public void addUse(int segment, long bytes) {
        use.add(segment, bytes);
        if (!isReplaying) {
            collected.addUse(segment, bytes);
        }
    }

    /** When segments were written, and from where they are referred to: what is applied is noted there. */
    public SegmentHistory history() {
        return use.history();
    }

    /** Something beside the index was changed too: how to take it back. */
    public void addUndo(Runnable takeBack) {
        if (!isReplaying) {
            collected.addOther(takeBack);
        }
    }

    /** Whether what is under a key is not durable. */
    public boolean isDirty(byte[] key) {
        return isDirty(key, 0, key.length);
    }

    /** The same of a key that lies in an array. */
    public boolean isDirty(byte[] source, int offset, int length) {
        return sealed.first(source, offset, length) != null || collected.first(source, offset, length) != null;
    }

    /** A point in the commit that is collected, which {@link #rollBack} can return to. */
    public int mark() {
        return collected.count();
    }

    /** Takes back what was applied since the mark. */
    public void rollBack(int mark) {
        rollBack(collected, mark);
    }

    /** Takes back everything that is not durable. */
    public void rollBackAll() {
        rollBack(collected, 0);
        rollBack(sealed, 0);
    }

    private void rollBack(Changes changes, int mark) {
        while (changes.count() > mark) {
            Changes.Change change = changes.removeLast();
            switch (change.kind()) {
                case KEY -> restore(changes, change);
                case USE -> use.add(change.segment(), -change.bytes());
                case OTHER -> change.takeBack().run();
            }
        }
    }

    /** What was collected becomes the commit that is under way; there is none. */
    public void seal() {
        assert sealed.count() == 0 : sealed.count();
        Changes empty = sealed;
        sealed = collected;
        collected = empty;
    }

    /**
     * What was sealed is durable.
     *
     * @param newest takes the entries that the commit made, oldest first
     */
    public void committed(Consumer<IndexEntry> newest) {
        committed(_ -> {}, newest);
    }

    /**
     * What was sealed is durable.
     *
     * @param replaced takes, for each change, the entry that it took the place of, if there was one
     * @param newest takes then the entry that it made, if it made one; oldest change first
     */
    public void committed(Consumer<IndexEntry> replaced, Consumer<IndexEntry> newest) {
        for (int i = 0; i < sealed.count(); i++) {
            Changes.Change change = sealed.get(i);
            if (change.kind() != Changes.Kind.KEY) {
                continue;
            }
            @Nullable IndexEntry before = change.before();
            @Nullable IndexEntry after = change.after();
            if (before != null) {
                replaced.accept(before);
            }
            if (after != null) {
                newest.accept(after);
            }
        }
        sealed.clear();
    }

    /** The first key at or after this one, and what is under it now; null when there is none. */
    public @Nullable Found atOrAfter(byte[] key) {
        return found(cursor.ceiling(key, 0, key.length));
    }

    /** The first key after this one, and what is under it now; null when there is none. */
    public @Nullable Found after(byte[] key) {
        return found(cursor.higher(key, 0, key.length));
    }

    private @Nullable Found found(boolean isThere) {
        return isThere
                ? new Found(
                        cursor.key().asSlice(0, cursor.keyLength()).toArray(ValueLayout.JAVA_BYTE),
                        new IndexEntry().set(cursor.entry()))
                : null;
    }

    /** The first key at or after this one under which something durable is, and what; null when there is none. */
    public @Nullable Found committedAtOrAfter(byte[] key) {
        return committed(atOrAfter(key), firstChanged(key, true));
    }

    /** The first key after this one under which something durable is, and what; null when there is none. */
    public @Nullable Found committedAfter(byte[] key) {
        return committed(after(key), firstChanged(key, false));
    }

    /** The last key before this one, and what is under it now; null when there is none. */
    private @Nullable Found before(byte[] key) {
        return found(cursor.lower(key, 0, key.length));
    }

    /** The last key before this one under which something durable is, and what; null when there is none. */
    public @Nullable Found committedBefore(byte[] key) {
        @Nullable Found now = before(key);
        byte[] next = lastChanged(key);
        while (next != null && (now == null || Arrays.compareUnsigned(next, now.key()) >= 0)) {
            IndexEntry entry = new IndexEntry();
            if (getCommitted(next, entry)) {
                return new Found(next, entry);
            }
            now = now != null && Arrays.equals(now.key(), next) ? before(next) : now;
            next = lastChanged(next);
        }
        return now;
    }

    private byte @Nullable [] lastChanged(byte[] before) {
        byte[] first = sealed.lastKeyBefore(before);
        byte[] second = collected.lastKeyBefore(before);
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return Arrays.compareUnsigned(first, second) >= 0 ? first : second;
    }

    /** What is there now and what is being changed, whichever comes first, as it is durable. */
    private @Nullable Found committed(@Nullable Found found, byte @Nullable [] changed) {
        @Nullable Found now = found;
        byte[] next = changed;
        while (next != null && (now == null || Arrays.compareUnsigned(next, now.key()) <= 0)) {
            IndexEntry entry = new IndexEntry();
            if (getCommitted(next, entry)) {
                return new Found(next, entry);
            }
            now = now != null && Arrays.equals(now.key(), next) ? after(next) : now;
            next = firstChanged(next, false);
        }
        return now;
    }

    private byte @Nullable [] firstChanged(byte[] from, boolean isInclusive) {
        byte[] first = sealed.firstKey(from, isInclusive);
        byte[] second = collected.firstKey(from, isInclusive);
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return Arrays.compareUnsigned(first, second) <= 0 ? first : second;
    }

    /** How many keys there are that start with {@link #OTHER} and this byte. */
    public long count(byte kind) {
        return otherCounts[kind];
    }

    /** How many items there are: keys that do not start with {@link #OTHER}. */
    public long itemCount() {
        return itemCount;
    }

    /** Keeps, from now on, what is here now, for one who goes over it in small steps. There is one at a time. */
    public Snapshot snapshot() {
        Snapshot taken = new Snapshot(index.cursor());
        snapshot = taken;
        return taken;
    }

    /** What was here at a moment, gone over key by key. Threads: that of the store. Moving allocates nothing. */
    public final class Snapshot {
        /** Of a key that is kept, beside its bytes: objects, and the map's. */
        private static final int KEPT_OVERHEAD = 120;

        /** Of keys that were changed since and not gone over yet: what was there; an absent one is kept as one of length 0. */
        private final TreeMap<byte[], IndexEntry> kept = new TreeMap<>(Arrays::compareUnsigned);

        private final IndexCursor at;
        private final IndexEntry entry = new IndexEntry();
        private final byte[] key = new byte[Limits.KEY_LENGTH];
        private int keyLength = -1;
        private boolean isCursorAtKey;
        private boolean isOver;
        private long keptBytes;

        private Snapshot(IndexCursor at) {
            this.at = at;
        }

        private void keep(byte[] source, int offset, int length, @Nullable IndexEntry before) {
            boolean isAhead = !isOver
                    && (keyLength < 0
                            || Arrays.compareUnsigned(source, offset, offset + length, key, 0, keyLength) > 0);
            byte[] changed = isAhead ? Arrays.copyOfRange(source, offset, offset + length) : key;
            if (isAhead && !kept.containsKey(changed)) {
                kept.put(changed, before == null ? new IndexEntry() : new IndexEntry().set(before));
                keptBytes += changed.length + KEPT_OVERHEAD;
            }
        }

        /** Moves to the next key of then; false past the end. */
        public boolean next() {
            while (true) {
                boolean isThere = move();
                Map.@Nullable Entry<byte[], IndexEntry> first = kept.isEmpty() ? null : kept.firstEntry();
                if (first == null || (isThere && compareWithCursor(first.getKey()) > 0)) {
                    if (isThere) {
                        keyLength = at.keyLength();
                        MemorySegment.copy(at.key(), ValueLayout.JAVA_BYTE, 0, key, 0, keyLength);
                        entry.set(at.entry());
                        isCursorAtKey = true;
                    }
                    isOver = !isThere;
                    return isThere;
                }
                kept.remove(first.getKey());
                keyLength = first.getKey().length;
                keptBytes -= keyLength + KEPT_OVERHEAD;
                System.arraycopy(first.getKey(), 0, key, 0, keyLength);
                entry.set(first.getValue());
                isCursorAtKey = false;
                if (entry.length() > 0) {
                    return true;
                }
            }
        }

        /** Moves the cursor to the first key that is not gone over. */
        private boolean move() {
            if (isCursorAtKey) {
                return at.next();
            }
            return keyLength < 0 ? at.first() : at.higher(key, 0, keyLength);
        }

        private int compareWithCursor(byte[] other) {
            MemorySegment bytes = MemorySegment.ofArray(other);
            long mismatch = MemorySegment.mismatch(bytes, 0, other.length, at.key(), 0, at.keyLength());
            if (mismatch < 0) {
                return 0;
            }
            if (mismatch == other.length || mismatch == at.keyLength()) {
                return Integer.compare(other.length, at.keyLength());
            }
            return Byte.compareUnsigned(other[(int) mismatch], at.key().get(ValueLayout.JAVA_BYTE, mismatch));
        }

        /** Starts with the key that it is at. */
        public byte[] key() {
            return key;
        }

        /** Of the key that it is at, in bytes. */
        public int keyLength() {
            return keyLength;
        }

        /** What was under the key. */
        public IndexEntry entry() {
            return entry;
        }

        /** What is kept of changed keys, in bytes of the heap, about. */
        public long keptBytes() {
            return keptBytes;
        }

        /** Ends it. */
        public void release() {
            snapshot = null;
        }
    }

    @Override
    public void close() {
        endLoading();
        index.close();
    }
}
