package io.vireo.engine.partition;

import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes over the committed items of several partitions in the order of their keys. Threads: the reactor alone. */
final class MergeCursor {
    private final List<Partition> partitions;
    private final Store.@Nullable Entry[] heads;

    /** Before {@link #seek} there is nothing to see. */
    MergeCursor(List<Partition> partitions) {
        this.partitions = partitions;
        this.heads = new Store.Entry[partitions.size()];
    }

    /** Moves to the first entry at or after a key; null when there is none. */
    Store.@Nullable Entry seek(Key key) {
        for (int i = 0; i < heads.length; i++) {
            heads[i] = partitions.get(i).committedAtOrAfter(key);
        }
        return current();
    }

    /** Moves on to a later key; cheaper than {@link #seek}, since partitions that are past it already stay where they are. */
    Store.@Nullable Entry skipTo(Key key) {
        for (int i = 0; i < heads.length; i++) {
            Store.Entry head = heads[i];
            if (head != null && head.key().compareTo(key) < 0) {
                heads[i] = partitions.get(i).committedAtOrAfter(key);
            }
        }
        return current();
    }

    /** Moves to the entry after the current one. */
    Store.@Nullable Entry next() {
        int first = first();
        Store.Entry head = first < 0 ? null : heads[first];
        if (head == null) {
            return null;
        }
        heads[first] = partitions.get(first).committedAfter(head.key());
        return current();
    }

    /** The entry that it stands at; null past the end. */
    Store.@Nullable Entry current() {
        int first = first();
        return first < 0 ? null : heads[first];
    }

    private int first() {
        int first = -1;
        Key least = null;
        for (int i = 0; i < heads.length; i++) {
            Store.Entry head = heads[i];
            if (head != null && (least == null || head.key().compareTo(least) < 0)) {
                first = i;
                least = head.key();
            }
        }
        return first;
    }
}
