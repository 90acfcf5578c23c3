package io.vireo.identity;

import static io.vireo.identity.ProblemKind.CONFLICT;
import static io.vireo.identity.ProblemKind.INVALID;
import static io.vireo.identity.ProblemKind.LIMITED;
import static io.vireo.identity.ProblemKind.NOT_FOUND;

import java.util.Locale;

/** Every error of this module. */
public enum ErrorCode {
    /** A field cannot be accepted; the message says why. */
    INVALID_FIELD(INVALID),
    /** Nobody signed in, or the credential is not valid any more. */
    UNAUTHENTICATED(ProblemKind.UNAUTHENTICATED),
    /** Username or password is wrong; which of them is not told. */
    BAD_CREDENTIALS(ProblemKind.UNAUTHENTICATED),
    /** Too many failed attempts; wait. */
    TOO_MANY_ATTEMPTS(LIMITED),
    /** The principal may not. */
    FORBIDDEN(ProblemKind.FORBIDDEN),
    /** The principal would give rights that they do not hold. */
    GRANTS_MORE_THAN_HELD(ProblemKind.FORBIDDEN),
    /** The tenant does not exist, or the principal has no part in it. */
    TENANT_NOT_FOUND(NOT_FOUND),
    /** There is no such account. */
    ACCOUNT_NOT_FOUND(NOT_FOUND),
    /** An account has this username already. */
    USERNAME_TAKEN(CONFLICT),
    /** The platform would be left without an enabled administrator. */
    LAST_ADMINISTRATOR(CONFLICT),
    /** The role is held on the platform only. */
    ROLE_NOT_OF_TENANTS(INVALID),
    /** There is no such session or token. */
    SESSION_NOT_FOUND(NOT_FOUND),
    /** There is no such access key. */
    ACCESS_KEY_NOT_FOUND(NOT_FOUND),
    /** The account has as many live keys or tokens as it may. */
    TOO_MANY_KEYS(CONFLICT),
    /** There is an administrator already, so nobody becomes the first. */
    ALREADY_BOOTSTRAPPED(CONFLICT),
    /** The one-time link is not valid any more. */
    BOOTSTRAP_TOKEN_INVALID(ProblemKind.FORBIDDEN);

    private final ProblemKind kind;

    ErrorCode(ProblemKind kind) {
        this.kind = kind;
    }

    /** What kind of answer it is. */
    public ProblemKind kind() {
        return kind;
    }

    /** The name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
