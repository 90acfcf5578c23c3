package io.vireo.identity.web;

import io.vireo.identity.IdentityException;
import io.vireo.identity.principal.PrincipalAuthentication;
import io.vireo.identity.session.JpaSessionService;
import io.vireo.identity.session.LiveSessions;
import java.util.UUID;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Form login against the accounts of this module: what it makes is a browser's session. */
@Component
class PasswordAuthenticationProvider implements AuthenticationProvider {
    private final JpaSessionService sessionService;
    private final LiveSessions sessions;

    PasswordAuthenticationProvider(JpaSessionService sessionService, LiveSessions sessions) {
        this.sessionService = sessionService;
        this.sessions = sessions;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        String address =
                request.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        Object password = request.getCredentials();
        try {
            UUID sessionId = sessionService.signInBrowser(
                    request.getName(), password == null ? "" : password.toString(), address);
            return sessions.byBrowser(sessionId, true)
                    .map(live -> new PrincipalAuthentication(live.principal(), live.id()))
                    .orElseThrow(() -> new BadCredentialsException("the session ended at once"));
        } catch (IdentityException refusal) {
            throw switch (refusal.kind()) {
                case LIMITED -> new LockedException(refusal.getMessage(), refusal);
                default -> new BadCredentialsException(refusal.getMessage(), refusal);
            };
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
