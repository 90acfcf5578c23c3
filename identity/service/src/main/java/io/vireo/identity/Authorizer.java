package io.vireo.identity;

import io.vireo.policy.Action;
import io.vireo.policy.Decision;

/** Decides for the principal of this thread. Every public method of a service asks it first. */
public interface Authorizer {
    /**
     * Returns if the action is allowed; otherwise the refusal is audited, in a transaction of its own, and thrown.
     *
     * @throws IdentityException {@code UNAUTHENTICATED} if nobody signed in; {@code FORBIDDEN} if the principal may not; {@code
     *     TENANT_NOT_FOUND} if the principal may not even see the tenant, so that strangers learn nothing
     */
    void require(Action action, Resource resource);

    /** Whether the action is allowed; never audited, for screens that hide what is not. False if nobody signed in. */
    boolean allows(Action action, Resource resource);

    /** The decision with the statement behind it. */
    Decision decide(Action action, Resource resource);
}
