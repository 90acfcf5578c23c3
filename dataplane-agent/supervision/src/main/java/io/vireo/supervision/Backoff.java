package io.vireo.supervision;

import java.time.Duration;

/**
 * How long to wait before a process is started again: not at all the first time, then 0.2 s doubling to 10 s; forgotten after 60 s of
 * health. For one thread.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(10);
    static final Duration HEALTH = Duration.ofSeconds(60);

    private Duration next = Duration.ZERO;

    /**
     * The wait before the next start.
     *
     * @param ready how long the process was ready before it ended
     */
    Duration afterRun(Duration ready) {
        if (ready.compareTo(HEALTH) >= 0) {
            next = Duration.ZERO;
        }
        Duration wait = next;
        Duration doubled = next.isZero() ? FIRST : next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
