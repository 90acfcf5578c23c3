package io.vireo.controlplane;

import static io.vireo.identity.ProblemKind.CONFLICT;
import static io.vireo.identity.ProblemKind.INVALID;
import static io.vireo.identity.ProblemKind.NOT_FOUND;
import static io.vireo.identity.ProblemKind.UNAVAILABLE;

import io.vireo.identity.ProblemKind;
import java.util.Locale;

/** Every error of this module. */
public enum ErrorCode {
    /** Values are out of their range or malformed; {@link ControlPlaneException#faults()} says which. */
    INVALID_FIELD(INVALID),
    /** No function of this name in this tenant. */
    FUNCTION_NOT_FOUND(NOT_FOUND),
    /** The function has no such version. */
    VERSION_NOT_FOUND(NOT_FOUND),
    /** The function has no such deployment. */
    DEPLOYMENT_NOT_FOUND(NOT_FOUND),
    /** No template of this name. */
    TEMPLATE_NOT_FOUND(NOT_FOUND),
    /** No node of this name. */
    NODE_NOT_FOUND(NOT_FOUND),
    /** Another function of the tenant has this name. */
    NAME_TAKEN(CONFLICT),
    /** The tenant has as many functions as it may. */
    TOO_MANY_FUNCTIONS(CONFLICT),
    /** Somebody saved the draft after the caller had read it. */
    DRAFT_CHANGED(CONFLICT),
    /** A binding names a container that the tenant does not have. */
    CONTAINER_MISSING(CONFLICT),
    /** The node is revoked; a new one must enrol under another name. */
    NODE_REVOKED(CONFLICT),
    /** The tenant's gateway does not answer. */
    GATEWAY_UNAVAILABLE(UNAVAILABLE),
    /** The gateway answered with an error that the caller could not have caused. */
    GATEWAY_FAILED(UNAVAILABLE);

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
