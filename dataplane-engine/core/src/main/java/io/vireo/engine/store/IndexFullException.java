package io.vireo.engine.store;

/** The memory for the index is used up, though it was looked at before: at a start with less than the data need. */
public final class IndexFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IndexFullException() {
        super("memory for the index is used up: raise memoryBytes");
    }
}
