package io.vireo.identity;

import java.time.Instant;

/**
 * A token for a tenant's gateway.
 *
 * @param token a JSON web token, sent as {@code Authorization: Bearer}
 */
public record DataToken(String token, Instant expiresAt) {
    @Override
    public String toString() {
        return "DataToken[token=***, expiresAt=" + expiresAt + "]";
    }
}
