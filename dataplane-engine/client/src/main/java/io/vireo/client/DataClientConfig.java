package io.vireo.client;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link DataClient} reaches its engine.
 *
 * @param engineSocket Unix socket of the engine
 * @param availabilityTimeout how long a call waits for an engine that is away before it fails
 * @param maxInFlight requests that may be on their way at a time; further calls fail with {@link EngineStatus#BUSY}
 */
public record DataClientConfig(Path engineSocket, Duration availabilityTimeout, int maxInFlight) {

    /** With the defaults: 2 s, 16,384 requests. */
    public static DataClientConfig of(Path engineSocket) {
        return new DataClientConfig(engineSocket, Duration.ofSeconds(2), 16_384);
    }

    /** Checks the ranges. */
    public DataClientConfig {
        if (availabilityTimeout.isNegative()) {
            throw new IllegalArgumentException("negative availability-timeout: value=" + availabilityTimeout);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("max-in-flight below 1: value=" + maxInFlight);
        }
    }
}
