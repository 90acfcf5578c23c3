package io.vireo.policy;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a policy, with what decided it.
 *
 * @param isAllowed whether the action may be done
 * @param statementIndex place of the deciding statement in the policy, from 0, or -1 if no statement applied and the default,
 *     denial, held
 * @param statement the deciding statement, or null if none applied
 */
public record Decision(
        boolean isAllowed, int statementIndex, @Nullable Statement statement) {
    /** No statement applied. */
    public static final Decision DEFAULT_DENIAL = new Decision(false, -1, null);

    /** Why, for people: {@code denied by statement 3: …}. */
    public String explanation() {
        if (statement == null) {
            return "denied: no statement allows it";
        }
        return (isAllowed ? "allowed" : "denied") + " by statement " + statementIndex + ": actions="
                + statement.actions() + " resources=" + statement.resources();
    }
}
