package io.vireo.engine.store;

import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in the memory of the virtual machine: a red-black tree of objects. */
public final class HeapStore implements Store {
    private final TreeMap<Key, Item> items = new TreeMap<>();

    /** Starts empty. */
    public HeapStore() {}

    @Override
    public @Nullable Item get(Key key) {
        return items.get(key);
    }

    @Override
    public @Nullable Item put(Key key, Item item) {
        return items.put(key, item);
    }

    @Override
    public @Nullable Item remove(Key key) {
        return items.remove(key);
    }

    @Override
    public @Nullable Entry atOrAfter(Key key) {
        return entry(items.ceilingEntry(key));
    }

    @Override
    public @Nullable Entry after(Key key) {
        return entry(items.higherEntry(key));
    }

    @Override
    public long count() {
        return items.size();
    }

    private static @Nullable Entry entry(Map.@Nullable Entry<Key, Item> entry) {
        return entry == null ? null : new Entry(entry.getKey(), entry.getValue());
    }
}
