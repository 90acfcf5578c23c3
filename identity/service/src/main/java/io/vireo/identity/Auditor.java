package io.vireo.identity;

import io.vireo.policy.Action;
import java.util.Map;

/** Publishes {@link AuditEvent}s of the principal, the time and the request of this thread. */
public interface Auditor {
    /**
     * Publishes that an action was done; call it inside the transaction that does it.
     *
     * @param details what else is worth keeping; never a secret
     */
    void done(Action action, Resource resource, Map<String, String> details);

    /** The same without details. */
    default void done(Action action, Resource resource) {
        done(action, resource, Map.of());
    }

    /** Publishes an event whose action needs no right or whose actor is not signed in yet. */
    void publish(
            String principal,
            String action,
            Resource resource,
            AuditEvent.Outcome outcome,
            Map<String, String> details);
}
