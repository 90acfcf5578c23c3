package io.vireo.controlplane;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Waits for what another thread or process brings about. */
public final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Waiting() {}

    /** The first value that fits; fails with the last one otherwise. */
    public static <T> T until(Supplier<T> value, Predicate<T> fits) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(25))
                .until(value::get, fits);
    }
}
