package io.vireo.agent.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the control plane is dialled again: a random part of a bound that doubles from 0.5 s ("full jitter"), so that
 * the agents of a restarted control plane do not all come back at once. For one thread.
 *
 * <p>Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
final class Reconnection {
    static final Duration FIRST_BOUND = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** On the agent's own machine there is no herd, and people wait. */
    static final Duration LONGEST_LOCAL = Duration.ofSeconds(2);

    /** A connection that lasted this long ends the doubling. */
    static final Duration HEALTH = Duration.ofSeconds(60);

    private final RandomGenerator random;
    private final long longestMs;
    private long boundMs = FIRST_BOUND.toMillis();

    Reconnection(RandomGenerator random, boolean local) {
        this.random = random;
        longestMs = (local ? LONGEST_LOCAL : LONGEST).toMillis();
    }

    /**
     * The next wait.
     *
     * @param connected how long the connection that ended had lasted
     */
    Duration afterLoss(Duration connected) {
        if (connected.compareTo(HEALTH) >= 0) {
            boundMs = FIRST_BOUND.toMillis();
        }
        Duration wait = Duration.ofMillis(random.nextLong(boundMs + 1));
        boundMs = Math.min(2 * boundMs, longestMs);
        return wait;
    }
}
