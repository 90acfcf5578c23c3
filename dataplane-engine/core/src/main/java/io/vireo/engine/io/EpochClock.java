package io.vireo.engine.io;

import java.time.Clock;

/** The time of day. May jump either way; what must move forward is kept moving by its user. Threads: any. */
@FunctionalInterface
public interface EpochClock {
    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    long nowNs();

    /** The time of this clock, cheap to ask for. */
    static EpochClock of(Clock clock) {
        return new AnchoredClock(clock);
    }
}
