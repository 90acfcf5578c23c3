package io.vireo.engine.item;

/** What a client asked for cannot be: the message names the field and the limit. Carries no stack trace: it is an answer, not a fault. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public InvalidRequestException(String message) {
        super(message, null, false, false);
    }
}
