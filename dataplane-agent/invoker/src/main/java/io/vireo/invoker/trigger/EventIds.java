package io.vireo.invoker.trigger;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names events: random UUIDs of version 4. They are names, not secrets, so a fast generator does. */
public final class EventIds {
    private EventIds() {}

    /** The next one. */
    public static String next(RandomGenerator random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(high, low).toString();
    }
}
