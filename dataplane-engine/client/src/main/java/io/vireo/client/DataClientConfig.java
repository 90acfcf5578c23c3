package io.vireo.client;

import io.vireo.channel.remote.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link DataClient} reaches its engine.
 *
 * @param engine where it is
 * @param availabilityTimeout how long a call waits for an engine that is away before it fails
 * @param maxInFlight requests that may be on their way at a time; further calls fail with {@link EngineStatus#BUSY}
 */
public record DataClientConfig(EngineAddress engine, Duration availabilityTimeout, int maxInFlight) {

    /** An engine on this node, with the defaults: 2 s, 16,384 requests. */
    public static DataClientConfig of(Path engineSocket) {
        return of(new EngineAddress.Local(engineSocket));
    }

    /** An engine on another node, with the same defaults: see {@link EngineAddress.Remote}. */
    public static DataClientConfig of(InetSocketAddress address, @Nullable TlsFiles tls) {
        return of(new EngineAddress.Remote(address, tls));
    }

    private static DataClientConfig of(EngineAddress engine) {
        return new DataClientConfig(engine, Duration.ofSeconds(2), 16_384);
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
