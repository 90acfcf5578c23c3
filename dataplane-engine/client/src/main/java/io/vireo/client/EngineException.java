package io.vireo.client;

/** The engine refused a request, and nothing of it was done. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EngineStatus status;

    /** Why, and the engine's words for it. Carries no stack trace: it is an answer, not a fault. */
    public EngineException(EngineStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Why. */
    public EngineStatus status() {
        return status;
    }
}
