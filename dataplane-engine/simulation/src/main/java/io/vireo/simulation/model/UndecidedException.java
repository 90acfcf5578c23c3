package io.vireo.simulation.model;

/** So much has gone without an answer that nobody can follow all that may have come of it: the run says nothing further. */
public final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecidedException() {
        super("too many possibilities");
    }
}
