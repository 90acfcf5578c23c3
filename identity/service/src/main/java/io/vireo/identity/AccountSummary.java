package io.vireo.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account as lists and screens show it.
 *
 * @param roles platform roles first, then by tenant
 * @param lastSignedInAt null if never
 */
public record AccountSummary(
        UUID id,
        String username,
        String displayName,
        boolean isEnabled,
        List<RoleBinding> roles,
        Instant createdAt,
        @Nullable Instant lastSignedInAt) {
    public AccountSummary {
        roles = List.copyOf(roles);
    }
}
