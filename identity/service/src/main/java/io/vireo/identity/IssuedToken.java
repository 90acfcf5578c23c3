package io.vireo.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * A bearer token at the only time it is shown; the platform keeps a hash.
 *
 * @param id of the session that it stands for
 */
public record IssuedToken(UUID id, String token, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[id=" + id + ", token=***, expiresAt=" + expiresAt + "]";
    }
}
