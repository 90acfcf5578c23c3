package io.vireo.identity;

import java.time.Duration;

/**
 * A new API token.
 *
 * @param name what it is for, 1 to 100 characters
 * @param lifetime 1 minute to 365 days
 */
public record CreateApiToken(String name, Duration lifetime) {}
