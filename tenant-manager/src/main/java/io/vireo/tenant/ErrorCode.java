package io.vireo.tenant;

import static io.vireo.identity.ProblemKind.CONFLICT;
import static io.vireo.identity.ProblemKind.INVALID;
import static io.vireo.identity.ProblemKind.NOT_FOUND;

import io.vireo.identity.ProblemKind;
import java.util.Locale;

/** Every error of this module. */
public enum ErrorCode {
    /** A field cannot be accepted; the message says why. */
    INVALID_FIELD(INVALID),
    /** A live or restorable tenant, or a live container of the tenant, has this name. */
    NAME_TAKEN(CONFLICT),
    /** Every address that tenants may have is in use. */
    NO_ADDRESS_LEFT(CONFLICT),
    /** The tenant that every installation has stays. */
    DEFAULT_TENANT(CONFLICT),
    /** The tenant is retired. */
    TENANT_RETIRED(CONFLICT),
    /** The time for taking it back is over, or it is not retired. */
    NOT_RESTORABLE(CONFLICT),
    /** The tenant has as many containers as it may. */
    TOO_MANY_CONTAINERS(CONFLICT),
    /** There is no such container. */
    CONTAINER_NOT_FOUND(NOT_FOUND);

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
