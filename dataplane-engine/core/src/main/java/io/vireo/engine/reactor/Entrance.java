package io.vireo.engine.reactor;

import org.jspecify.annotations.Nullable;

/**
 * Where a reactor's clients come in, and where it waits for them. An interface, so that a simulation can decide who comes and what time passes. Threads: the
 * reactor alone.
 */
public interface Entrance {
    /** A client that was let in and not taken yet, or null. Whoever takes it closes it. */
    @Nullable Connection pollAccepted();

    /**
     * Ends a round: returns at once after one with work, waits after one without until a watched client, or somebody else, wakes the reactor.
     *
     * @param workCount what the round did
     * @param maxSleepNs longest wait, in nanoseconds
     */
    void idle(int workCount, long maxSleepNs);
}
