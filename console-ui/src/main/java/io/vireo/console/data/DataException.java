package io.vireo.console.data;

import io.vireo.identity.ProblemException;
import io.vireo.identity.ProblemKind;
import java.util.Locale;

/** What a tenant's gateway refused, or that it did not answer. */
final class DataException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final Code errorCode;

    /** Every error of the data browser. */
    enum Code {
        /** The gateway does not answer. */
        GATEWAY_UNAVAILABLE(ProblemKind.UNAVAILABLE),
        /** The gateway could not do it. */
        GATEWAY_FAILED(ProblemKind.UNAVAILABLE),
        /** The person may not. */
        FORBIDDEN(ProblemKind.FORBIDDEN),
        /** There is no such item. */
        ITEM_NOT_FOUND(ProblemKind.NOT_FOUND),
        /** Somebody changed the item since it was read. */
        ITEM_CHANGED(ProblemKind.CONFLICT),
        /** The gateway refused what it was told. */
        REFUSED(ProblemKind.INVALID);

        private final ProblemKind kind;

        Code(ProblemKind kind) {
            this.kind = kind;
        }
    }

    DataException(Code errorCode, String message) {
        super(errorCode.name().toLowerCase(Locale.ROOT).replace('_', '-'), errorCode.kind, null, message);
        this.errorCode = errorCode;
    }

    DataException(Code errorCode, String message, Throwable cause) {
        this(errorCode, message);
        initCause(cause);
    }

    Code errorCode() {
        return errorCode;
    }
}
