package io.vireo.identity.principal;

import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Looks first at what {@link #callAs} bound, then at Spring Security's context. The order matters in a browser session, whose
 * context would otherwise hide whom the code acts as.
 */
@Component
final class ThreadPrincipalHolder implements PrincipalHolder {
    private static final ScopedValue<Principal> ACTING_AS = ScopedValue.newInstance();

    @Override
    public Optional<Principal> current() {
        if (ACTING_AS.isBound()) {
            return Optional.of(ACTING_AS.get());
        }
        return SecurityContextHolder.getContext().getAuthentication() instanceof PrincipalAuthentication authentication
                        && authentication.isAuthenticated()
                ? Optional.of(authentication.principal())
                : Optional.empty();
    }

    @Override
    public <T> T callAs(Principal principal, Supplier<T> act) {
        return ScopedValue.where(ACTING_AS, principal).call(act::get);
    }
}
