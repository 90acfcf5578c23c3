package io.vireo.identity;

import org.jspecify.annotations.Nullable;

/** An error of this module. */
public final class IdentityException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode errorCode;
    private final int retryAfterSeconds;

    private IdentityException(ErrorCode errorCode, @Nullable String field, String message, int retryAfterSeconds) {
        super(errorCode.wireName(), errorCode.kind(), field, message);
        this.errorCode = errorCode;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** An error that no single field is at fault for. */
    public IdentityException(ErrorCode errorCode, String message) {
        this(errorCode, null, message, 0);
    }

    /** An error that a field is at fault for. */
    public IdentityException(ErrorCode errorCode, String field, String message) {
        this(errorCode, field, message, 0);
    }

    /** A field that cannot be accepted. */
    public static IdentityException invalid(String field, String reason) {
        return new IdentityException(ErrorCode.INVALID_FIELD, field, field + " " + reason, 0);
    }

    /** Too many failed attempts. */
    public static IdentityException tooManyAttempts(int retryAfterSeconds) {
        return new IdentityException(
                ErrorCode.TOO_MANY_ATTEMPTS,
                null,
                "too many failed attempts: retryAfterSeconds=" + retryAfterSeconds,
                retryAfterSeconds);
    }

    /** Which error of this module it is. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    @Override
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
