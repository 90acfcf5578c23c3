package io.vireo.engine.store;

import io.vireo.engine.index.IndexEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one commit does to a store, and how to take it back. Threads: the reactor alone. */
final class Changes {
    /** Something that was changed. */
    sealed interface Change {}

    /**
     * What is under a key.
     *
     * @param before what was there; null: nothing
     * @param after what is there; null: nothing
     * @param isFirst of this key in the commit
     */
    record OfKey(
            byte[] key,
            @Nullable IndexEntry before,
            @Nullable IndexEntry after,
            boolean isFirst) implements Change {}

    /** How much of a segment is in use. */
    record OfUse(int segment, long bytes) implements Change {}

    /** Something beside the index, which knows how to take itself back. */
    record OfOther(Runnable takeBack) implements Change {}

    private final List<Change> changes = new ArrayList<>();

    /** Of each changed key, the first change: it knows what was there before the commit. */
    private final TreeMap<byte[], OfKey> first = new TreeMap<>(Arrays::compareUnsigned);

    void add(byte[] key, @Nullable IndexEntry before, @Nullable IndexEntry after) {
        boolean isFirst = !first.containsKey(key);
        OfKey change = new OfKey(key, before, after, isFirst);
        changes.add(change);
        if (isFirst) {
            first.put(key, change);
        }
    }

    void addUse(int segment, long bytes) {
        changes.add(new OfUse(segment, bytes));
    }

    void addOther(Runnable takeBack) {
        changes.add(new OfOther(takeBack));
    }

    /** The last change, which is to be taken back. */
    Change removeLast() {
        Change last = changes.removeLast();
        if (last instanceof OfKey change && change.isFirst()) {
            first.remove(change.key());
        }
        return last;
    }

    int count() {
        return changes.size();
    }

    /** All of them, in the order in which they were made. */
    List<Change> all() {
        return changes;
    }

    TreeMap<byte[], OfKey> first() {
        return first;
    }

    void clear() {
        changes.clear();
        first.clear();
    }
}
