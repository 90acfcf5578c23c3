package io.vireo.identity;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** What a browser's filter chain needs of this module. REST has a chain of its own, which is this module's. */
public interface ConsoleSecurity {
    /**
     * Ends a session for good on sign-out, and checks on every request that the session is alive and the account enabled, with
     * the roles of that moment. Form login itself, its pages and what is open to whom stay with the caller; credentials are
     * checked by this module's {@code AuthenticationProvider}, which Spring Security finds by itself.
     */
    void applyTo(HttpSecurity http);
}
