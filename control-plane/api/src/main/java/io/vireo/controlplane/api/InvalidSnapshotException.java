package io.vireo.controlplane.api;

import java.io.Serial;

/** Says that bytes which claim to be a snapshot are not. */
public final class InvalidSnapshotException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidSnapshotException(String message) {
        super(message);
    }
}
