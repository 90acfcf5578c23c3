package io.vireo.identity;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who acts on this thread. REST and browser requests set it from their credential; code that acts by itself, or carries a
 * person's act to another thread, sets it around the act.
 */
public interface PrincipalHolder {
    /** The principal of this thread, or empty if nobody signed in. */
    Optional<Principal> current();

    /**
     * The principal of this thread.
     *
     * @throws IdentityException {@code UNAUTHENTICATED} if nobody signed in
     */
    default Principal require() {
        return current().orElseThrow(() -> new IdentityException(ErrorCode.UNAUTHENTICATED, "sign in first"));
    }

    /** Acts as somebody on this thread, and as whoever it was before after that. */
    <T> T callAs(Principal principal, Supplier<T> act);

    /** The same for an act without a result. */
    default void runAs(Principal principal, Runnable act) {
        callAs(principal, () -> {
            act.run();
            return principal;
        });
    }
}
