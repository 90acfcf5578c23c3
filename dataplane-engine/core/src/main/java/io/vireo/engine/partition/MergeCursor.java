package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes over the committed items of several partitions in the order of their keys. Threads: the reactor alone. */
final class MergeCursor {
    /** An item, whose it is, and where its record is. */
    record Place(Key key, Partition owner, IndexEntry at) {
        boolean isDirectory() {
            return Partition.isDirectory(at);
        }
    }

    private final List<Partition> partitions;
    private final @Nullable Place[] heads;

    /** Before {@link #seek} there is nothing to see. */
    MergeCursor(List<Partition> partitions) {
        this.partitions = partitions;
        this.heads = new Place[partitions.size()];
    }

    /** Moves to the first item at or after a key; null when there is none. */
    @Nullable Place seek(Key key) {
        for (int i = 0; i < heads.length; i++) {
            heads[i] = place(partitions.get(i), partitions.get(i).store().committedAtOrAfter(key.encoded()));
        }
        return current();
    }

    /** Moves on to a later key; cheaper than {@link #seek}, since partitions that are past it already stay where they are. */
    @Nullable Place skipTo(Key key) {
        for (int i = 0; i < heads.length; i++) {
            Place head = heads[i];
            if (head != null && head.key().compareTo(key) < 0) {
                heads[i] = place(partitions.get(i), partitions.get(i).store().committedAtOrAfter(key.encoded()));
            }
        }
        return current();
    }

    /** Moves to the item after the current one. */
    @Nullable Place next() {
        int first = first();
        Place head = first < 0 ? null : heads[first];
        if (head == null) {
            return null;
        }
        heads[first] = place(
                head.owner(), head.owner().store().committedAfter(head.key().encoded()));
        return current();
    }

    /** The item that it stands at; null past the end. */
    @Nullable Place current() {
        int first = first();
        return first < 0 ? null : heads[first];
    }

    private static @Nullable Place place(Partition owner, Store.@Nullable Found found) {
        return found == null || found.key()[0] == Store.OTHER
                ? null
                : new Place(Key.ofEncoded(found.key()), owner, found.entry());
    }

    private int first() {
        int first = -1;
        Key least = null;
        for (int i = 0; i < heads.length; i++) {
            Place head = heads[i];
            if (head != null && (least == null || head.key().compareTo(least) < 0)) {
                first = i;
                least = head.key();
            }
        }
        return first;
    }
}
