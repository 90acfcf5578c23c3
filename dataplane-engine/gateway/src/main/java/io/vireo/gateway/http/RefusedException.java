package io.vireo.gateway.http;

/** A request that is answered with an error and nothing else. Carries no stack trace: it is an answer, not a fault. */
public final class RefusedException extends RuntimeException {
    /** Error code of a request that is wrong in itself. */
    public static final int INVALID_ARGUMENT = -201_326_592;
    /** Error code of a request that can be sent again. */
    public static final int TRY_AGAIN = -117_440_512;
    /** Error code of a caller who is not known or may not. */
    public static final int PERMISSION_DENIED = -13;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    /**
     * @param status of HTTP
     * @param errorCode of the native API
     * @param message of the native API
     */
    public RefusedException(int status, int errorCode, String message) {
        super(message, null, false, false);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** A field of a request that is not as it must be. */
    public static RefusedException invalid(String field, String reason) {
        return new RefusedException(400, INVALID_ARGUMENT, "InvalidArgumentException: " + reason + " field=" + field);
    }

    /** More than a limit allows. */
    public static RefusedException tooLarge(String what, long maxBytes) {
        return new RefusedException(413, INVALID_ARGUMENT, what + " is too long: max_bytes=" + maxBytes);
    }

    /** Not now; the same request may succeed later. */
    public static RefusedException tryAgain(String reason) {
        return new RefusedException(503, TRY_AGAIN, reason);
    }

    /** Status of HTTP. */
    public int status() {
        return status;
    }

    /** Error code of the native API. */
    public int errorCode() {
        return errorCode;
    }
}
