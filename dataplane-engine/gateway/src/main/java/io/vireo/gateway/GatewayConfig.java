package io.vireo.gateway;

import java.time.Duration;

/**
 * Limits of a gateway, which hold for all of its connections.
 *
 * @param ioThreads event loops, 1 to 256
 * @param maxConnections open at a time; the next one is answered 503 and closed
 * @param maxRequestLineBytes method, target and version
 * @param maxHeaderBytes all header fields of a request together
 * @param maxJsonBodyBytes of a request of the data service, whose body is held whole
 * @param defaultFunctionBodyBytes of a call of a function that names no limit
 * @param wholeBodyBudgetBytes of all bodies that are held whole at a time; past it requests are answered 503
 * @param idleTimeout of a connection between requests
 * @param requestTimeout for the head of a request, and between two pieces of its body
 * @param writeTimeout for a client that takes nothing of its answer
 */
public record GatewayConfig(
        int ioThreads,
        int maxConnections,
        int maxRequestLineBytes,
        int maxHeaderBytes,
        long maxJsonBodyBytes,
        long defaultFunctionBodyBytes,
        long wholeBodyBudgetBytes,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration writeTimeout) {
    private static final int KIB = 1024;
    private static final long MIB = 1024L * KIB;

    /** What a gateway of a small machine runs with. */
    public static GatewayConfig defaults() {
        int ioThreads = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 16);
        return new GatewayConfig(
                ioThreads,
                4096,
                16 * KIB,
                32 * KIB,
                16 * MIB,
                6 * MIB,
                48 * MIB,
                Duration.ofSeconds(75),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }

    /** Checks the ranges, and that one whole body fits the budget for all of them. */
    public GatewayConfig {
        checkRange("io-threads", ioThreads, 1, 256);
        checkRange("max-connections", maxConnections, 1, 1_000_000);
        checkRange("max-request-line-bytes", maxRequestLineBytes, 256, MIB);
        checkRange("max-header-bytes", maxHeaderBytes, 1024, MIB);
        checkRange("max-json-body-bytes", maxJsonBodyBytes, KIB, wholeBodyBudgetBytes);
        checkRange("default-function-body-bytes", defaultFunctionBodyBytes, KIB, wholeBodyBudgetBytes);
        checkRange("idle-timeout-ms", idleTimeout.toMillis(), 1, Integer.MAX_VALUE);
        checkRange("request-timeout-ms", requestTimeout.toMillis(), 1, Integer.MAX_VALUE);
        checkRange("write-timeout-ms", writeTimeout.toMillis(), 1, Integer.MAX_VALUE);
    }

    private static void checkRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " is out of range: value=" + value + " min=" + min + " max=" + max);
        }
    }
}
