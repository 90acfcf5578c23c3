package io.vireo.engine.partition;

import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a reactor knows: those of its own partitions, and what other reactors told it of theirs. A shard need not live where its stream does,
 * and an append must not ask around. Threads: the reactor alone.
 */
public final class StreamDirectory {
    private final Map<Key, Item> streams = new HashMap<>();
    private final Set<Key> changed = new HashSet<>();

    /** Starts empty. */
    public StreamDirectory() {}

    /** The stream at a path. */
    public @Nullable Item find(Key key) {
        return streams.get(key);
    }

    /** There is this stream of our own now, or none when null. */
    void set(Key key, @Nullable Item stream) {
        changed.add(key);
        learn(key, stream);
    }

    /** There is this stream of another reactor now, or none when null. */
    public void learn(Key key, @Nullable Item stream) {
        if (stream == null) {
            streams.remove(key);
        } else {
            streams.put(key, stream);
        }
    }

    /** Hands over what became of our own streams since the last call; how many. */
    public int drainChanges(BiConsumer<Key, @Nullable Item> target) {
        int count = changed.size();
        for (Key key : changed) {
            target.accept(key, streams.get(key));
        }
        changed.clear();
        return count;
    }
}
