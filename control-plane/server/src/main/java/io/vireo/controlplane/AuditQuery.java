package io.vireo.controlplane;

import io.vireo.identity.AuditEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which audit entries a caller wants; each part that is null or empty leaves all.
 *
 * @param tenantId acts of this tenant
 * @param principal exact name
 * @param action exact, or a prefix that ends with {@code *}
 * @param resource exact, or a prefix that ends with {@code *}
 * @param outcome what became of it
 * @param from first moment
 * @param to first moment after
 */
public record AuditQuery(
        @Nullable UUID tenantId,
        String principal,
        String action,
        String resource,
        AuditEvent.@Nullable Outcome outcome,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Everything that the caller may see. */
    public static final AuditQuery ALL = new AuditQuery(null, "", "", "", null, null, null);
}
