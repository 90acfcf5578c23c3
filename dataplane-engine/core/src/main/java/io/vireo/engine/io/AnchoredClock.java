package io.vireo.engine.io;

import java.time.Clock;
import java.time.Instant;

/**
 * The time of a clock, which is asked once a second: in between the processor's counter goes on from there. Asking the system costs several times as much, and a reactor asks
 * for every request. A clock that is set is followed within a second. Threads: any.
 */
final class AnchoredClock implements EpochClock {
    private static final long ANCHOR_NS = 1_000_000_000L;

    /** What both said at one moment. */
    private record Anchor(long epochNs, long counterNs) {}

    private final Clock clock;
    private volatile Anchor anchor;

    AnchoredClock(Clock clock) {
        this.clock = clock;
        this.anchor = anchored();
    }

    private Anchor anchored() {
        Instant now = clock.instant();
        return new Anchor(now.getEpochSecond() * 1_000_000_000L + now.getNano(), System.nanoTime());
    }

    @Override
    public long nowNs() {
        Anchor known = anchor;
        long sinceNs = System.nanoTime() - known.counterNs();
        if (sinceNs < ANCHOR_NS) {
            return known.epochNs() + sinceNs;
        }
        Anchor next = anchored();
        anchor = next;
        return next.epochNs();
    }
}
