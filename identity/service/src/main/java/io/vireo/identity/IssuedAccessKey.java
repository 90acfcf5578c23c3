package io.vireo.identity;

import java.time.Instant;

/**
 * An access key at the only time its secrets are shown.
 *
 * @param accessKeyId public name of the key
 * @param secretAccessKey signs requests that carry a signature
 * @param sessionKey sent as it is, in {@code X-v3io-session-key}
 */
public record IssuedAccessKey(String accessKeyId, String secretAccessKey, String sessionKey, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedAccessKey[accessKeyId=" + accessKeyId + ", secrets=***, expiresAt=" + expiresAt + "]";
    }
}
