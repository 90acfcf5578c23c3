package io.vireo.simulation;

import io.vireo.simulation.world.Trace;

/** A run in which an engine did what it must not. Its message says how to run it again, and what happened last. */
public final class FailedRun extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final long seed;

    FailedRun(long seed, Throwable cause, Trace trace) {
        super(
                "seed " + seed + " fails: " + cause.getMessage() + "\nreplay: ./vireo test simulation --seed " + seed
                        + "\nlast events:\n  " + String.join("\n  ", trace.last()),
                cause);
        this.seed = seed;
    }

    /** Whose run it was. */
    public long seed() {
        return seed;
    }
}
