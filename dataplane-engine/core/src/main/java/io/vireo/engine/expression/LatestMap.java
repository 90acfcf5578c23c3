package io.vireo.engine.expression;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that lets go of what was not asked for the longest when it is full. */
final class LatestMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int capacity;

    LatestMap(int capacity) {
        super(64, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
