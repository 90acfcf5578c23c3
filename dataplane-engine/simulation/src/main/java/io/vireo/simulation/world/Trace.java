package io.vireo.simulation.world;

import java.util.ArrayDeque;
import java.util.List;

/** What happened in a run: the last of it as text, all of it as one hash. Two runs of a seed must agree in both. Threads: one. */
public final class Trace {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final int kept;
    private long hash;
    private long count;

    /** @param kept events that are kept as text */
    public Trace(int kept) {
        this.kept = kept;
    }

    /** Notes an event. */
    public void note(long timeNs, String event) {
        if (last.size() == kept) {
            last.removeFirst();
        }
        last.addLast("%,15d ns  %s".formatted(timeNs, event));
        mix(timeNs);
        mix(event.hashCode());
        count++;
    }

    /** Adds to the hash alone. */
    public void mix(long value) {
        hash = (hash ^ value) * MULTIPLIER;
        hash ^= hash >>> 29;
    }

    /** Of all events so far. */
    public long hash() {
        return hash;
    }

    /** Events so far. */
    public long count() {
        return count;
    }

    /** The last events, oldest first. */
    public List<String> last() {
        return List.copyOf(last);
    }
}
