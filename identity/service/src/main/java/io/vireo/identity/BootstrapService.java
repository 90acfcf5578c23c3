package io.vireo.identity;

import java.util.Optional;

/** Makes the first administrator, by a one-time link that only the machine's owner can read. */
public interface BootstrapService {
    /** Whether the platform has no administrator yet. */
    boolean isPending();

    /** Whether the token of a link is the current one and has not expired. */
    boolean isValid(String token);

    /**
     * The link, made anew if it expired; empty if there is an administrator. It is also in {@code run/bootstrap-link} of the data
     * directory. For the machine's own credential and the platform only.
     *
     * @throws IdentityException {@code FORBIDDEN} for anybody else
     */
    Optional<String> link();

    /**
     * Creates the first administrator and uses the token up. Needs no sign-in.
     *
     * @throws IdentityException {@code BOOTSTRAP_TOKEN_INVALID}, {@code ALREADY_BOOTSTRAPPED}, {@code INVALID_FIELD}
     */
    AccountSummary createFirstAdministrator(String token, CreateAccount command);
}
