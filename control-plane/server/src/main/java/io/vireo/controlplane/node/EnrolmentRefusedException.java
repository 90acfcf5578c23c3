package io.vireo.controlplane.node;

import java.io.Serial;

/** Says that a node does not get a certificate. */
public final class EnrolmentRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EnrolmentRefusedException(String message) {
        super(message);
    }
}
