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

    /** What becomes of our own streams: by the commit that is collected, and by the one that is under way. */
    private Map<Key, @Nullable Item> collected = new HashMap<>();

    private Map<Key, @Nullable Item> sealed = new HashMap<>();

    /** Starts empty. */
    public StreamDirectory() {}

    /** The stream at a path. */
    public @Nullable Item find(Key key) {
        return streams.get(key);
    }

    /** There is this stream of our own now, or none when null. */
    void set(Key key, @Nullable Item stream) {
        collected.put(key, stream);
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

    /** What was collected becomes the commit that is under way. */
    public void seal() {
        sealed = collected;
        collected = new HashMap<>();
    }

    /** What the commit that was under way made of our own streams; null for one that is gone. To be called once for each {@link #seal}. */
    public Map<Key, @Nullable Item> takeSealed() {
        Map<Key, @Nullable Item> changes = sealed;
        sealed = new HashMap<>();
        return changes;
    }

    /** Nothing of what is not committed was: forgets that there were changes. They are taken back one by one. */
    public void forgetChanges() {
        collected = new HashMap<>();
        sealed = new HashMap<>();
    }
}
