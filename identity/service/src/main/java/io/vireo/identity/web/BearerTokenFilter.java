package io.vireo.identity.web;

import io.vireo.identity.Principal;
import io.vireo.identity.principal.PrincipalAuthentication;
import io.vireo.identity.secret.InstallationSecrets;
import io.vireo.identity.session.LiveSessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a REST request in by its bearer token: a session, an API token or the machine's own credential. Never by a cookie. */
final class BearerTokenFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_TOKEN_LENGTH = 512;

    private final LiveSessions sessions;
    private final InstallationSecrets secrets;
    private final ProblemResponder problems;

    BearerTokenFilter(LiveSessions sessions, InstallationSecrets secrets, ProblemResponder problems) {
        this.sessions = sessions;
        this.secrets = secrets;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = token(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Optional<PrincipalAuthentication> authentication;
        try {
            authentication = authenticate(token.get());
        } catch (RuntimeException error) {
            if (!DatabaseOutage.isCauseOf(error)) {
                throw error;
            }
            response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(DatabaseOutage.RETRY_AFTER_SECONDS));
            problems.write(response, Problems.databaseUnavailable());
            return;
        }
        if (authentication.isEmpty()) {
            problems.write(
                    response,
                    Problems.of(HttpStatus.UNAUTHORIZED, "unauthenticated", "the token is not valid, or not any more"));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication.get());
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private Optional<PrincipalAuthentication> authenticate(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        if (secrets.isMachineToken(token)) {
            return Optional.of(new PrincipalAuthentication(Principal.machine(), null));
        }
        return sessions.byToken(token).map(session -> new PrincipalAuthentication(session.principal(), session.id()));
    }

    private static Optional<String> token(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
