package io.vireo.engine.store;

import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import org.jspecify.annotations.Nullable;

/** The items of a partition, ordered by key. Threads: the reactor that owns the partition. */
public interface Store {
    /** A key and what is under it. */
    record Entry(Key key, Item item) {}

    /** What is under a key. */
    @Nullable Item get(Key key);

    /** Puts an item under a key; what was there before. */
    @Nullable Item put(Key key, Item item);

    /** Removes what is under a key; what was there. */
    @Nullable Item remove(Key key);

    /** The first entry whose key is at or after this one. */
    @Nullable Entry atOrAfter(Key key);

    /** The first entry whose key is after this one. */
    @Nullable Entry after(Key key);

    /** How many items there are. */
    long count();
}
