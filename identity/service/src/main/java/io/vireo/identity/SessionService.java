package io.vireo.identity;

import java.util.List;
import java.util.UUID;

/** Signs people in, and keeps their sessions and API tokens. */
public interface SessionService {
    /**
     * Signs in by username and password, for a program: the token is the session. An unknown username, a disabled account and a wrong
     * password take the same time and get the same answer.
     *
     * @param address network address of the caller; failed attempts are counted by it too
     * @throws IdentityException {@code BAD_CREDENTIALS}, {@code TOO_MANY_ATTEMPTS}
     */
    IssuedToken signIn(String username, String password, String address);

    /** Sessions and API tokens of the caller, newest first. */
    List<SessionSummary> own();

    /**
     * Sessions and API tokens of an account, newest first.
     *
     * @throws IdentityException {@code ACCOUNT_NOT_FOUND}
     */
    List<SessionSummary> of(String username);

    /**
     * Makes an API token of the caller: it acts as the caller until it expires.
     *
     * @throws IdentityException {@code INVALID_FIELD}, {@code TOO_MANY_KEYS}
     */
    IssuedToken createApiToken(CreateApiToken command);

    /**
     * Ends a session or revokes a token: one of the caller's own, or anybody's for who may update the account.
     *
     * @throws IdentityException {@code SESSION_NOT_FOUND}
     */
    void end(UUID sessionId);

    /** Ends every session and token of the caller but the one in use. */
    void endOthers();
}
