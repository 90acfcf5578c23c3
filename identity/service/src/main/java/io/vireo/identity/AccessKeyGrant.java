package io.vireo.identity;

import io.vireo.policy.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a gateway needs to know a live key.
 *
 * @param sessionKeySha256Hex hash of the session key, lower-case hexadecimal
 * @param principal username of its owner
 * @param statements what it allows right now: its owner's rights on data, narrowed
 */
public record AccessKeyGrant(
        String accessKeyId,
        String sessionKeySha256Hex,
        String principal,
        List<Statement> statements,
        Instant expiresAt) {
    public AccessKeyGrant {
        statements = List.copyOf(statements);
    }

    /** The hash as bytes. */
    public byte[] sessionKeySha256() {
        return HexFormat.of().parseHex(sessionKeySha256Hex);
    }
}
