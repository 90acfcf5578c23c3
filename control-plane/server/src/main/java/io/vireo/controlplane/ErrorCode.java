package io.vireo.controlplane;

/** Why the control plane refused or failed; stable, also the {@code code} of a problem document (in kebab case). */
public enum ErrorCode {
    /** A value is out of its range or malformed; {@link ControlPlaneException#fields()} says which. */
    INVALID_INPUT(Type.USER),
    /** No function of this name in this tenant. */
    FUNCTION_NOT_FOUND(Type.USER),
    /** The function has no such version. */
    VERSION_NOT_FOUND(Type.USER),
    /** The function has no such deployment. */
    DEPLOYMENT_NOT_FOUND(Type.USER),
    /** No template of this name. */
    TEMPLATE_NOT_FOUND(Type.USER),
    /** No node of this name. */
    NODE_NOT_FOUND(Type.USER),
    /** No audit entry of this id. */
    AUDIT_ENTRY_NOT_FOUND(Type.USER),
    /** Another function of the tenant has this name. */
    NAME_TAKEN(Type.CONFLICT),
    /** Somebody saved the draft after the caller had read it. */
    DRAFT_CHANGED(Type.CONFLICT),
    /** A binding names a container that the tenant does not have. */
    CONTAINER_MISSING(Type.CONFLICT),
    /** The node is revoked; a new one must enrol under another name. */
    NODE_REVOKED(Type.CONFLICT),
    /** The tenant's gateway does not answer. */
    GATEWAY_UNAVAILABLE(Type.RESOURCE),
    /** The gateway answered with an error that the caller could not have caused. */
    GATEWAY_FAILED(Type.RESOURCE),
    /** The database does not answer. */
    DATABASE_UNAVAILABLE(Type.RESOURCE),
    /** Ours to repair. */
    INTERNAL(Type.INTERNAL);

    private final Type type;

    ErrorCode(Type type) {
        this.type = type;
    }

    /** Who can do something about it. */
    public Type type() {
        return type;
    }

    /** Who can do something about an error. */
    public enum Type {
        /** The caller, by asking for something else. */
        USER,
        /** The caller, by looking at what is there now. */
        CONFLICT,
        /** Nobody now: something is down or full; the same call may succeed later. */
        RESOURCE,
        /** Us. */
        INTERNAL
    }
}
