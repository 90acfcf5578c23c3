package io.vireo.tenant;

import io.vireo.identity.ProblemException;
import org.jspecify.annotations.Nullable;

/** An error of this module. */
public final class TenantException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode errorCode;

    /**
     * @param field of the command that is at fault, or null
     * @param message for people: fact first, then {@code name=value} pairs
     */
    public TenantException(ErrorCode errorCode, @Nullable String field, String message) {
        super(errorCode.wireName(), errorCode.kind(), field, message);
        this.errorCode = errorCode;
    }

    /** Which error of this module it is. */
    public ErrorCode errorCode() {
        return errorCode;
    }
}
