package io.vireo.engine.partition;

import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a reactor knows: those of its own partitions, and what other reactors told it of theirs. A shard need not live where its stream does,
 * and an append must not ask around. Threads: the reactor alone.
 */
public final class StreamDirectory {
    private final Map<Key, Item> streams = new HashMap<>();

    /** Starts empty. */
    public StreamDirectory() {}

    /** The stream at a path. */
    public @Nullable Item find(Key key) {
        return streams.get(key);
    }

    /** There is this stream now, or none when null. */
    public void set(Key key, @Nullable Item stream) {
        if (stream == null) {
            streams.remove(key);
        } else {
            streams.put(key, stream);
        }
    }
}
