package io.vireo.client;

/**
 * The engine could not be reached, or died before it answered. A write that fails so may have been done or not; it can be sent
 * again when doing it twice does no harm.
 */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened. Carries no stack trace: it is an answer, not a fault. */
    public EngineUnavailableException(String message) {
        super(message, null, false, false);
    }
}
