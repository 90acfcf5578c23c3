package io.vireo.controlplane;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recorded act.
 *
 * @param id grows with time
 * @param actor name of who did it
 * @param action such as {@code function:Deploy}
 * @param resource such as {@code function/hello}
 * @param tenantId null: the act concerned the platform
 * @param outcome whether it was allowed
 * @param details what is worth knowing beside, without secrets
 */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        String action,
        String resource,
        @Nullable UUID tenantId,
        Outcome outcome,
        Map<String, String> details) {
    /** Copies the details. */
    public AuditEntry {
        details = Map.copyOf(details);
    }

    /** What became of an act. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** The actor lacked the right. */
        REFUSED
    }
}
