package io.vireo.engine.partition;

import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.stream.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one commit does to a partition, and how to take it back. Threads: the reactor alone. */
final class Changes {
    /**
     * How to take a change back.
     *
     * @param before what was under the key
     * @param appended the shard that got records
     * @param isFirst of this key in the commit
     */
    record Undo(Key key, @Nullable Item before, @Nullable Shard appended, boolean isFirst) {}

    private final List<Undo> undos = new ArrayList<>();

    /** Of each changed key, the first change: it knows what was there before the commit. */
    private final TreeMap<Key, Undo> first = new TreeMap<>();

    void add(Key key, @Nullable Item before, @Nullable Shard appended) {
        boolean isFirst = !first.containsKey(key);
        Undo undo = new Undo(key, before, appended, isFirst);
        undos.add(undo);
        if (isFirst) {
            first.put(key, undo);
        }
    }

    /** The last change, which is to be taken back. */
    Undo removeLast() {
        Undo last = undos.removeLast();
        if (last.isFirst()) {
            first.remove(last.key());
        }
        return last;
    }

    int count() {
        return undos.size();
    }

    /** All of them, in the order in which they were made. */
    List<Undo> all() {
        return undos;
    }

    NavigableMap<Key, Undo> first() {
        return first;
    }

    void clear() {
        undos.clear();
        first.clear();
    }
}
