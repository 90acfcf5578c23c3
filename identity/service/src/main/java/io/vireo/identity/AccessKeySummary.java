package io.vireo.identity;

import io.vireo.policy.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access key without its secrets.
 *
 * @param owner username whose rights it has
 * @param lastUsedAt to the minute; null: never
 * @param statements what it is narrowed to; empty for all that its owner may do with data
 */
public record AccessKeySummary(
        String accessKeyId,
        String name,
        String owner,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        List<Statement> statements) {
    public AccessKeySummary {
        statements = List.copyOf(statements);
    }
}
