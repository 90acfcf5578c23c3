package io.vireo.identity.principal;

/** Names under which a request is known to the logging context while it is handled. */
public final class RequestTrace {
    /** Name of the request's id. */
    public static final String REQUEST_ID = "requestId";

    /** Name of the network address that the request came from. */
    public static final String ADDRESS = "address";

    private RequestTrace() {}
}
