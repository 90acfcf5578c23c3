package io.vireo.agent.code;

/** Says that a function's archive is not what it must be, or holds what it must not. */
public final class UnsafeArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsafeArchiveException(String message) {
        super(message);
    }
}
