package io.vireo.gateway;

/** A configuration that a gateway cannot take; it goes on with the one that it has. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** What is wrong with which field. */
    public GatewayException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    /** Path of the field at fault, as in {@code containers[1]}. */
    public String field() {
        return field;
    }
}
