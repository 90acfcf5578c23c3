package io.vireo.controlplane;

import io.vireo.identity.AuditEvent;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recorded act.
 *
 * @param id grows with time
 * @param principal name of who acted
 * @param action such as {@code function:Deploy}
 * @param resource such as {@code function/hello}
 * @param tenantId null: the act concerned the platform
 * @param outcome whether it was done or refused
 * @param address that the request came from; empty: from within
 * @param requestId of the request; empty: none
 * @param details what is worth knowing beside, without secrets
 */
public record AuditEntry(
        long id,
        Instant at,
        String principal,
        String action,
        String resource,
        @Nullable UUID tenantId,
        AuditEvent.Outcome outcome,
        String address,
        String requestId,
        Map<String, String> details) {
    /** Copies the details. */
    public AuditEntry {
        details = Map.copyOf(details);
    }
}
