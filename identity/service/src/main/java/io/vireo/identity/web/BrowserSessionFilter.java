package io.vireo.identity.web;

import io.vireo.identity.principal.PrincipalAuthentication;
import io.vireo.identity.session.LiveSessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Checks a browser's session against the database on every request. One that was ended, or whose account was disabled, is over from
 * here on, whatever the HTTP session says. While the database does not answer nobody is signed out: the error goes up the chain.
 */
final class BrowserSessionFilter extends OncePerRequestFilter {
    private static final Pattern BY_ITSELF = Pattern.compile("(^|&)v-r=(heartbeat|push)(&|$)");

    private final LiveSessions sessions;

    BrowserSessionFilter(LiveSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof PrincipalAuthentication authentication
                && authentication.sessionId() != null) {
            sessions.byBrowser(authentication.sessionId(), isCausedByAPerson(request))
                    .ifPresentOrElse(live -> authentication.refresh(live.principal()), () -> signOut(request));
        }
        chain.doFilter(request, response);
    }

    /**
     * A page that lies open beats its heart and keeps its push connection; neither keeps a session alive. The query is read as
     * text: asking for a parameter would make the server read the body, which may be an upload.
     */
    private static boolean isCausedByAPerson(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null || !BY_ITSELF.matcher(query).find();
    }

    private static void signOut(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
