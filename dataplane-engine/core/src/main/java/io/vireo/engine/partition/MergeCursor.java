package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes over the committed items of several partitions in the order of their keys, or against it. Threads: the reactor alone. */
final class MergeCursor {
    /** An item, whose it is, and where its record is. */
    record Place(Key key, Partition owner, IndexEntry at) {
        boolean isDirectory() {
            return Partition.isDirectory(at);
        }
    }

    private final List<Partition> partitions;
    private final boolean isReverse;
    private final @Nullable Place[] heads;

    /**
     * Before {@link #seek} there is nothing to see.
     *
     * @param isReverse whether the last key comes first
     */
    MergeCursor(List<Partition> partitions, boolean isReverse) {
        this.partitions = partitions;
        this.isReverse = isReverse;
        this.heads = new Place[partitions.size()];
    }

    /** Moves to the first item at or after a key, in reverse to the last one before it; null when there is none. */
    @Nullable Place seek(Key key) {
        for (int i = 0; i < heads.length; i++) {
            heads[i] = from(partitions.get(i), key);
        }
        return current();
    }

    /** Moves on to a key; cheaper than {@link #seek}, since partitions that are past it already stay where they are. */
    @Nullable Place skipTo(Key key) {
        for (int i = 0; i < heads.length; i++) {
            Place head = heads[i];
            boolean isPast = head == null || (isReverse == head.key().compareTo(key) < 0);
            if (!isPast) {
                heads[i] = from(partitions.get(i), key);
            }
        }
        return current();
    }

    /** Moves to the next item. */
    @Nullable Place next() {
        int first = first();
        Place head = first < 0 ? null : heads[first];
        if (head == null) {
            return null;
        }
        byte[] key = head.key().encoded();
        Store store = head.owner().store();
        heads[first] = place(head.owner(), isReverse ? store.committedBefore(key) : store.committedAfter(key));
        return current();
    }

    /** The item that it stands at; null past the end. */
    @Nullable Place current() {
        int first = first();
        return first < 0 ? null : heads[first];
    }

    private @Nullable Place from(Partition partition, Key key) {
        Store store = partition.store();
        return place(
                partition, isReverse ? store.committedBefore(key.encoded()) : store.committedAtOrAfter(key.encoded()));
    }

    private static @Nullable Place place(Partition owner, Store.@Nullable Found found) {
        return found == null || found.key()[0] == Store.OTHER
                ? null
                : new Place(Key.ofEncoded(found.key()), owner, found.entry());
    }

    private int first() {
        int first = -1;
        Key next = null;
        for (int i = 0; i < heads.length; i++) {
            Place head = heads[i];
            if (head != null && (next == null || isReverse == head.key().compareTo(next) > 0)) {
                first = i;
                next = head.key();
            }
        }
        return first;
    }
}
