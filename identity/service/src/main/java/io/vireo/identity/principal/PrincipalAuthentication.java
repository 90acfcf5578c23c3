package io.vireo.identity.principal;

import io.vireo.identity.Principal;
import io.vireo.identity.RoleBinding;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A principal as Spring Security carries it. That of a browser lives in the HTTP session, across requests, so its principal is
 * replaced by a fresh one on each: roles given or taken count from the next request on. Any thread may read it.
 */
public final class PrincipalAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final @Nullable UUID sessionId;
    private transient volatile @Nullable Principal principal;

    /** @param sessionId session or API token that vouches for the principal; null for the machine's credential */
    public PrincipalAuthentication(Principal principal, @Nullable UUID sessionId) {
        super(authorities(principal));
        this.principal = principal;
        this.sessionId = sessionId;
        super.setAuthenticated(true);
    }

    /** Who acts. */
    public Principal principal() {
        Principal current = principal;
        if (current == null) {
            throw new IllegalStateException("authentication was read back from storage and not refreshed");
        }
        return current;
    }

    /** The session or API token behind it, or null for the machine's credential. */
    public @Nullable UUID sessionId() {
        return sessionId;
    }

    /** Replaces the principal by what the database says now. */
    public void refresh(Principal fresh) {
        principal = fresh;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return principal();
    }

    @Override
    public String getName() {
        return principal().name();
    }

    private static Collection<GrantedAuthority> authorities(Principal principal) {
        return principal.bindings().stream()
                .map(RoleBinding::role)
                .distinct()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }
}
