package io.vireo.identity.web;

import io.vireo.identity.ConsoleSecurity;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.SessionService;
import io.vireo.identity.principal.PrincipalAuthentication;
import io.vireo.identity.session.LiveSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.stereotype.Component;

/** Check and sign-out of browsers; {@link PasswordAuthenticationProvider} signs them in. */
@Component
class AccountConsoleSecurity implements ConsoleSecurity {
    private final LiveSessions sessions;
    private final SessionService sessionService;
    private final PrincipalHolder principals;

    AccountConsoleSecurity(LiveSessions sessions, SessionService sessionService, PrincipalHolder principals) {
        this.sessions = sessions;
        this.sessionService = sessionService;
        this.principals = principals;
    }

    @Override
    public void applyTo(HttpSecurity http) {
        http.addFilterBefore(new BrowserSessionFilter(sessions), AnonymousAuthenticationFilter.class)
                .logout(logout -> logout.addLogoutHandler((_, _, authentication) -> end(authentication)));
    }

    private void end(@Nullable Authentication authentication) {
        if (authentication instanceof PrincipalAuthentication signedIn && signedIn.sessionId() != null) {
            var sessionId = signedIn.sessionId();
            sessions.byBrowser(sessionId, false)
                    .ifPresent(live -> principals.runAs(live.principal(), () -> sessionService.end(sessionId)));
        }
    }
}
