package io.vireo.console.security;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.spring.security.AuthenticationContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.stereotype.Component;

/** Signs a person in and out of this browser. */
@Component
public class SignIn {
    private final AuthenticationManager authenticationManager;
    private final AuthenticationContext authenticationContext;

    SignIn(AuthenticationManager authenticationManager, AuthenticationContext authenticationContext) {
        this.authenticationManager = authenticationManager;
        this.authenticationContext = authenticationContext;
    }

    /** Whether somebody is signed in here. */
    public boolean isSignedIn() {
        return authenticationContext.isAuthenticated();
    }

    /**
     * Checks the credential, gives the session a new id (so that one planted before is worth nothing), and goes where the
     * person wanted to go.
     *
     * @throws org.springframework.security.core.AuthenticationException if the credential is refused
     */
    public void signIn(String username, String password) {
        VaadinServletRequest request = VaadinServletRequest.getCurrent();
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.unauthenticated(username, password);
        token.setDetails(new WebAuthenticationDetails(request));
        Authentication authentication = authenticationManager.authenticate(token);
        String target = wantedPage(request).orElse("");
        VaadinService.reinitializeSession(request);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, VaadinServletResponse.getCurrent());
        UI.getCurrent().getPage().setLocation(target.isEmpty() ? "." : target);
    }

    /** Ends the session; the browser goes to the sign-in page. */
    public void signOut() {
        authenticationContext.logout();
    }

    private static Optional<String> wantedPage(HttpServletRequest request) {
        return Optional.ofNullable(
                        new HttpSessionRequestCache().getRequest(request, VaadinServletResponse.getCurrent()))
                .map(saved -> java.net.URI.create(saved.getRedirectUrl()))
                // The page alone: what a proxy or a forged header says about the host is not followed.
                .map(address ->
                        address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()))
                .filter(path -> path.startsWith("/") && !path.startsWith("//"));
    }
}
