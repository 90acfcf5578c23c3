package io.vireo.gateway.auth;

import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import io.vireo.policy.CompiledPolicy;

/**
 * Who calls.
 *
 * @param principal name of the person or the owner of the key
 * @param policy what they may do
 * @param expiresUnixSeconds 0: never
 */
public record Caller(String principal, CompiledPolicy policy, long expiresUnixSeconds) {

    /** Whether the action may be done to the resource. */
    public boolean may(Action action, String resource) {
        return policy.allows(action, resource);
    }

    /**
     * Refuses what may not be done.
     *
     * @throws RefusedException 403
     */
    public void require(Action action, String resource) {
        if (!policy.allows(action, resource)) {
            throw new RefusedException(403, RefusedException.PERMISSION_DENIED, "Permission denied");
        }
    }

    boolean isExpired(long nowUnixSeconds) {
        return expiresUnixSeconds != 0 && expiresUnixSeconds <= nowUnixSeconds;
    }
}
