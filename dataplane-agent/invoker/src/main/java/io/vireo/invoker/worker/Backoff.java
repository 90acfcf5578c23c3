package io.vireo.invoker.worker;

/** When to start a worker again that died: at once the first time, then later and later while it goes on dying young. */
final class Backoff {
    private static final long FIRST_DELAY_NS = 200_000_000L;

    /** For a worker that took events before it died: it may be one event that kills it. */
    private static final long MAX_DELAY_AFTER_READY_NS = 2_000_000_000L;

    private static final long MAX_DELAY_NS = 10_000_000_000L;
    private static final long HEALTHY_NS = 60_000_000_000L;

    private int failures;

    /**
     * How long to wait after a death.
     *
     * @param lifeNs how long the worker lived
     * @param wasReady whether it took events
     */
    long delayNs(long lifeNs, boolean wasReady) {
        failures = lifeNs >= HEALTHY_NS ? 1 : failures + 1;
        if (failures == 1) {
            return 0;
        }
        long delayNs = FIRST_DELAY_NS << Math.min(failures - 2, 16);
        return Math.min(delayNs, wasReady ? MAX_DELAY_AFTER_READY_NS : MAX_DELAY_NS);
    }

    /** Deaths in a row. */
    int failures() {
        return failures;
    }
}
