package io.vireo.engine.store;

import io.vireo.engine.index.IndexEntry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one commit does to a store, and how to take it back. Threads: the reactor alone.
 *
 * <pre>
 *   changes   0 1 2 3 4 …        in the order in which they were made; taken back from the end
 *   keys      key of 0 | key of 1 | …
 *   table     hash of a key → the first change of it, which knows what was there before the commit
 *   ordered   the same first changes in the order of their keys, put there when somebody asks for that
 * </pre>
 *
 * Changes, keys and tables are used over and over, so that a change allocates nothing once they are as large as they get.
 */
final class Changes {
    /** Changes that are kept for the next commit: more are rare. */
    private static final int KEPT_COUNT = 8_192;

    /** Of keys, in bytes: more is given back. */
    private static final int KEPT_LENGTH = 1 << 20;

    private static final int INITIAL_LENGTH = 4_096;
    private static final int INITIAL_COUNT = 128;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    /** What a change is about. */
    enum Kind {
        /** What is under a key. */
        KEY,
        /** How much of a segment is in use. */
        USE,
        /** Something beside the index, which knows how to take itself back. */
        OTHER
    }

    /** Something that was changed. Valid until the commit ends, or it is taken back. */
    static final class Change {
        private static final Runnable NOTHING = () -> {};

        private final IndexEntry before = new IndexEntry();
        private final IndexEntry after = new IndexEntry();
        private Kind kind = Kind.OTHER;
        private int keyOffset;
        private int keyLength;
        private int hash;
        private boolean hasBefore;
        private boolean hasAfter;
        private boolean isFirst;
        private int segment;
        private long bytes;
        private Runnable takeBack = NOTHING;

        Kind kind() {
            return kind;
        }

        /** Of the key, in {@link Changes#keys}. */
        int keyOffset() {
            return keyOffset;
        }

        /** Of the key, in bytes. */
        int keyLength() {
            return keyLength;
        }

        /** What was under the key; null: nothing. */
        @Nullable IndexEntry before() {
            return hasBefore ? before : null;
        }

        /** What is under the key; null: nothing. */
        @Nullable IndexEntry after() {
            return hasAfter ? after : null;
        }

        int segment() {
            return segment;
        }

        /** That are in use of the segment since, or are not any more when negative. */
        long bytes() {
            return bytes;
        }

        Runnable takeBack() {
            return takeBack;
        }
    }

    /** The first {@link #count} are of this commit. */
    private final List<Change> changes = new ArrayList<>();

    private int count;
    private byte[] keys = new byte[INITIAL_LENGTH];
    private int keysLength;

    /** Open addressing: 1 + the index of a change; 0: free. A slot is freed in the opposite order of its use, so that no search passes it in vain. */
    private int[] table = new int[2 * INITIAL_COUNT];

    private int firstCount;
    private int[] ordered = new int[INITIAL_COUNT];

    /** Of {@link #ordered}. */
    private int orderedCount;

    /** Changes before this one have been looked at for {@link #ordered}. */
    private int orderedUpTo;

    private Change next(Kind kind) {
        if (count == changes.size()) {
            changes.add(new Change());
        }
        Change change = changes.get(count++);
        change.kind = kind;
        return change;
    }

    /** Notes that what is under a key has changed; key and entries are copied. */
    void add(byte[] key, int offset, int length, @Nullable IndexEntry before, @Nullable IndexEntry after) {
        Change change = next(Kind.KEY);
        change.hash = hash(key, offset, length);
        change.keyOffset = keep(key, offset, length);
        change.keyLength = length;
        change.hasBefore = before != null;
        change.hasAfter = after != null;
        if (before != null) {
            change.before.set(before);
        }
        if (after != null) {
            change.after.set(after);
        }
        int slot = slot(key, offset, length, change.hash);
        change.isFirst = table[slot] == 0;
        if (change.isFirst) {
            table[slot] = count;
            firstCount++;
            if (2 * firstCount > table.length) {
                growTable();
            }
        }
    }

    private int keep(byte[] key, int offset, int length) {
        if (keys.length - keysLength < length) {
            keys = Arrays.copyOf(keys, Math.max(keys.length * 2, keysLength + length));
        }
        System.arraycopy(key, offset, keys, keysLength, length);
        keysLength += length;
        return keysLength - length;
    }

    private static int hash(byte[] key, int offset, int length) {
        long hash = length;
        int end = offset + length;
        int at = offset;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(key, at)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ key[at]) * MULTIPLIER;
        }
        return (int) (hash ^ hash >>> 32);
    }

    /** Of the first change of a key; or free, where it would be. */
    private int slot(byte[] key, int offset, int length, int hash) {
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != 0) {
            Change change = changes.get(table[slot] - 1);
            if (change.hash == hash && isKey(change, key, offset, length)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isKey(Change change, byte[] key, int offset, int length) {
        return change.keyLength == length
                && Arrays.equals(keys, change.keyOffset, change.keyOffset + length, key, offset, offset + length);
    }

    private void growTable() {
        table = new int[table.length * 2];
        for (int i = 0; i < count; i++) {
            Change change = changes.get(i);
            if (change.kind == Kind.KEY && change.isFirst) {
                table[slot(keys, change.keyOffset, change.keyLength, change.hash)] = i + 1;
            }
        }
    }

    void addUse(int segment, long bytes) {
        Change change = next(Kind.USE);
        change.segment = segment;
        change.bytes = bytes;
    }

    void addOther(Runnable takeBack) {
        next(Kind.OTHER).takeBack = takeBack;
    }

    /** The last change, which is to be taken back. Valid, as its key, until the next one is made. */
    Change removeLast() {
        Change last = changes.get(count - 1);
        if (last.kind == Kind.KEY) {
            if (last.isFirst) {
                if (orderedUpTo == count) {
                    orderedCount--;
                    int place = place(keys, last.keyOffset, last.keyLength, true);
                    System.arraycopy(ordered, place + 1, ordered, place, orderedCount - place);
                }
                table[slot(keys, last.keyOffset, last.keyLength, last.hash)] = 0;
                firstCount--;
            }
            keysLength = last.keyOffset;
        }
        count--;
        orderedUpTo = Math.min(orderedUpTo, count);
        return last;
    }

    int count() {
        return count;
    }

    /** A change, by the order in which they were made. */
    Change get(int index) {
        return changes.get(index);
    }

    /** What holds the keys of changes; another one after the next change. */
    byte[] keys() {
        return keys;
    }

    /** The first change of a key; null: there is none. */
    @Nullable Change first(byte[] key, int offset, int length) {
        if (firstCount == 0) {
            return null;
        }
        int found = table[slot(key, offset, length, hash(key, offset, length))];
        return found == 0 ? null : changes.get(found - 1);
    }

    /** The first changed key behind this one, or at it; null: there is none. */
    byte @Nullable [] firstKey(byte[] from, boolean isInclusive) {
        if (firstCount == 0) {
            return null;
        }
        order();
        return orderedKey(place(from, 0, from.length, isInclusive));
    }

    /** The last changed key before this one; null: there is none. */
    byte @Nullable [] lastKeyBefore(byte[] before) {
        if (firstCount == 0) {
            return null;
        }
        order();
        return orderedKey(place(before, 0, before.length, true) - 1);
    }

    private byte @Nullable [] orderedKey(int place) {
        if (place < 0 || place >= orderedCount) {
            return null;
        }
        Change change = changes.get(ordered[place]);
        return Arrays.copyOfRange(keys, change.keyOffset, change.keyOffset + change.keyLength);
    }

    private void order() {
        for (; orderedUpTo < count; orderedUpTo++) {
            Change change = changes.get(orderedUpTo);
            if (change.kind != Kind.KEY || !change.isFirst) {
                continue;
            }
            if (orderedCount == ordered.length) {
                ordered = Arrays.copyOf(ordered, ordered.length * 2);
            }
            int place = place(keys, change.keyOffset, change.keyLength, true);
            System.arraycopy(ordered, place, ordered, place + 1, orderedCount - place);
            ordered[place] = orderedUpTo;
            orderedCount++;
        }
    }

    /** The index in {@link #ordered} of the first key behind this one, or at it. */
    private int place(byte[] key, int offset, int length, boolean isInclusive) {
        int low = 0;
        int high = orderedCount;
        while (low < high) {
            int middle = low + high >>> 1;
            Change change = changes.get(ordered[middle]);
            int order = Arrays.compareUnsigned(
                    keys, change.keyOffset, change.keyOffset + change.keyLength, key, offset, offset + length);
            if (order < 0 || (order == 0 && !isInclusive)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void clear() {
        if (firstCount > table.length / 16) {
            Arrays.fill(table, 0);
        } else {
            for (int i = count - 1; i >= 0; i--) {
                Change change = changes.get(i);
                if (change.kind == Kind.KEY && change.isFirst) {
                    table[slot(keys, change.keyOffset, change.keyLength, change.hash)] = 0;
                }
            }
        }
        if (changes.size() > KEPT_COUNT) {
            changes.subList(KEPT_COUNT, changes.size()).clear();
            table = new int[2 * INITIAL_COUNT];
            ordered = new int[INITIAL_COUNT];
        }
        if (keys.length > KEPT_LENGTH) {
            keys = new byte[INITIAL_LENGTH];
        }
        for (int i = 0; i < Math.min(count, changes.size()); i++) {
            changes.get(i).takeBack = Change.NOTHING;
        }
        count = 0;
        keysLength = 0;
        firstCount = 0;
        orderedCount = 0;
        orderedUpTo = 0;
    }
}
