package io.vireo.gateway.http;

import java.time.Duration;

/**
 * Bounds of what a listener takes.
 *
 * @param maxConnections open at a time
 * @param maxRequestLineBytes method, target and version
 * @param maxHeaderBytes all header fields of a request together
 * @param wholeBodyBudgetBytes of all bodies that are held whole at a time
 * @param idleTimeout of a connection between requests
 * @param requestTimeout for the head of a request, and between two pieces of its body
 * @param writeTimeout for a client that takes nothing of its answer
 */
public record HttpLimits(
        int maxConnections,
        int maxRequestLineBytes,
        int maxHeaderBytes,
        long wholeBodyBudgetBytes,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration writeTimeout) {

    /** How often a connection looks at its deadlines: half the shortest of them, so that none is overrun by more than half. */
    long checkPeriodNs() {
        Duration shortest = idleTimeout.compareTo(requestTimeout) < 0 ? idleTimeout : requestTimeout;
        shortest = shortest.compareTo(writeTimeout) < 0 ? shortest : writeTimeout;
        return shortest.toNanos() / 2;
    }
}
