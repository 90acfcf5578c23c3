package io.vireo.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * A session or API token, without its secret.
 *
 * @param name of an API token, or the program that signed in
 * @param address that it was made from
 * @param isCurrent whether the caller uses it right now
 */
public record SessionSummary(
        UUID id,
        Kind kind,
        String name,
        String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean isCurrent) {
    /** How it came to be. */
    public enum Kind {
        /** A browser: ends after 30 minutes without use and after 12 hours. */
        BROWSER,
        /** A program that signed in by password: the same. */
        PROGRAM,
        /** A token with a name and a lifetime of its own. */
        API_TOKEN
    }
}
