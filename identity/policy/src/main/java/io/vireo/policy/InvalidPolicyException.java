package io.vireo.policy;

/** A statement or policy that is not well formed or goes past a limit of {@link PolicyLimits}. */
public final class InvalidPolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidPolicyException(String field, String message) {
        super(message + " field=" + field);
        this.field = field;
    }

    /** Path of the field at fault, as in {@code resources[2]}. */
    public String field() {
        return field;
    }
}
