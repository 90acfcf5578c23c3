package io.vireo.engine.store;

import io.vireo.engine.index.IndexEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one commit does to a store, and how to take it back. Its changes are objects that are used over and over. Threads: the reactor alone. */
final class Changes {
    /** Changes that are kept for the next commit: more are rare. */
    private static final int KEPT_COUNT = 8_192;

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
        private static final byte[] NO_KEY = {};
        private static final Runnable NOTHING = () -> {};

        private final IndexEntry before = new IndexEntry();
        private final IndexEntry after = new IndexEntry();
        private Kind kind = Kind.OTHER;
        private byte[] key = NO_KEY;
        private boolean hasBefore;
        private boolean hasAfter;
        private boolean isFirst;
        private int segment;
        private long bytes;
        private Runnable takeBack = NOTHING;

        Kind kind() {
            return kind;
        }

        byte[] key() {
            return key;
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

        private void forget() {
            key = NO_KEY;
            takeBack = NOTHING;
        }
    }

    /** The first {@link #count} are of this commit, in the order in which they were made. */
    private final List<Change> changes = new ArrayList<>();

    private int count;

    /** Of each changed key, the first change: it knows what was there before the commit. */
    private final TreeMap<byte[], Change> first = new TreeMap<>(Arrays::compareUnsigned);

    private Change next(Kind kind) {
        if (count == changes.size()) {
            changes.add(new Change());
        }
        Change change = changes.get(count++);
        change.kind = kind;
        return change;
    }

    /** Notes that what is under a key has changed; the key is kept, the entries are copied. */
    void add(byte[] key, @Nullable IndexEntry before, @Nullable IndexEntry after) {
        Change change = next(Kind.KEY);
        change.key = key;
        change.hasBefore = before != null;
        change.hasAfter = after != null;
        if (before != null) {
            change.before.set(before);
        }
        if (after != null) {
            change.after.set(after);
        }
        change.isFirst = first.putIfAbsent(key, change) == null;
    }

    void addUse(int segment, long bytes) {
        Change change = next(Kind.USE);
        change.segment = segment;
        change.bytes = bytes;
    }

    void addOther(Runnable takeBack) {
        next(Kind.OTHER).takeBack = takeBack;
    }

    /** The last change, which is to be taken back. Valid until the next one is made. */
    Change removeLast() {
        Change last = changes.get(--count);
        if (last.kind == Kind.KEY && last.isFirst) {
            first.remove(last.key);
        }
        return last;
    }

    int count() {
        return count;
    }

    /** A change, by the order in which they were made. */
    Change get(int index) {
        return changes.get(index);
    }

    /** Whether there is a change of this key. */
    boolean has(byte[] key) {
        return !first.isEmpty() && first.containsKey(key);
    }

    TreeMap<byte[], Change> first() {
        return first;
    }

    void clear() {
        first.clear();
        if (changes.size() > KEPT_COUNT) {
            changes.subList(KEPT_COUNT, changes.size()).clear();
        }
        for (int i = 0; i < Math.min(count, changes.size()); i++) {
            changes.get(i).forget();
        }
        count = 0;
    }
}
