package io.vireo.simulation.world;

/** The engine did what it must never do. An error, so that nothing on its way takes it for a failed request. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** @param message what, with what was expected */
    public Violation(String message) {
        super(message);
    }

    /** @param cause what the engine threw */
    public Violation(String message, Throwable cause) {
        super(message, cause);
    }
}
