package io.vireo.identity.principal;

import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContextHolder;

/** The session or API token that the request of this thread came with. */
public final class CurrentSession {
    private CurrentSession() {}

    /** Its id, or empty for the machine's credential and for code that acts by itself. */
    public static Optional<UUID> id() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof PrincipalAuthentication authentication
                ? Optional.ofNullable(authentication.sessionId())
                : Optional.empty();
    }
}
