package io.vireo.identity;

/** What kind of answer an error is; the API and the console map the kind, not the code. */
public enum ProblemKind {
    /** A field of the request cannot be accepted. */
    INVALID(400),
    /** Nobody signed in, or the credential is not valid. */
    UNAUTHENTICATED(401),
    /** The principal may not. */
    FORBIDDEN(403),
    /** There is no such thing, for this principal. */
    NOT_FOUND(404),
    /** The state of things does not allow it; another attempt may succeed after a change. */
    CONFLICT(409),
    /** Too much, too fast; a later attempt may succeed. */
    LIMITED(429),
    /** A part that is needed does not answer. */
    UNAVAILABLE(503),
    /** A fault of ours. */
    INTERNAL(500);

    private final int httpStatus;

    ProblemKind(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** Status of the HTTP answer. */
    public int httpStatus() {
        return httpStatus;
    }
}
