package io.vireo.engine.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records that were read from the disk for one request, so that it gets on whatever the cache forgets. Threads: the reactor alone. */
public final class Fetched {
    /** Nothing was read. */
    public static final Fetched NOTHING = new Fetched();

    private final Map<Long, byte[]> records = new HashMap<>();
    private final Map<Long, String> failures = new HashMap<>();
    private int pending;

    /** Starts empty. */
    public Fetched() {}

    /** Whether something is being read. */
    public boolean isPending() {
        return pending > 0;
    }

    void begin() {
        pending++;
    }

    void done(long location, byte[] bytes) {
        pending--;
        records.put(location, bytes);
    }

    void failed(long location, String why) {
        pending--;
        failures.put(location, why);
    }

    /** Whether a record was read, well or not. */
    public boolean contains(long location) {
        return !isEmpty() && (records.containsKey(location) || failures.containsKey(location));
    }

    /** Most requests find everything in the cache, and should not make a key to ask here. */
    private boolean isEmpty() {
        return records.isEmpty() && failures.isEmpty();
    }

    /**
     * The bytes of a record that was read; null: it was not.
     *
     * @throws CorruptRecordException it is damaged
     */
    public byte @Nullable [] find(long location) {
        if (isEmpty()) {
            return null;
        }
        @Nullable String failure = failures.get(location);
        if (failure != null) {
            throw new CorruptRecordException(failure);
        }
        return records.get(location);
    }
}
