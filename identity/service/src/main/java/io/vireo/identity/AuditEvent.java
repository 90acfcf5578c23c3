package io.vireo.identity;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, or was refused. Published inside the transaction of the change, so that the entry is committed
 * with it or not at all; a refusal is published outside of any.
 *
 * @param at when
 * @param principal name of who acted
 * @param accountId their account; null for the machine, the platform and failed sign-ins
 * @param tenantId tenant that the resource belongs to; null for the platform
 * @param action wire name of the action, or {@code session:Create} and the like for what needs no right
 * @param resource name of the resource
 * @param outcome whether it was done
 * @param address network address that the request came from; empty if it came from within
 * @param requestId of the request; empty if there was none
 * @param details what else is worth keeping; never a secret
 */
public record AuditEvent(
        Instant at,
        String principal,
        @Nullable UUID accountId,
        @Nullable UUID tenantId,
        String action,
        String resource,
        Outcome outcome,
        String address,
        String requestId,
        Map<String, String> details) {
    /** What became of it. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** It was refused. */
        REFUSED
    }

    public AuditEvent {
        details = Map.copyOf(details);
    }
}
