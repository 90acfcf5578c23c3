package io.vireo.controlplane.certificate;

import java.io.Serial;

/** Says why a certificate request is refused. */
public final class InvalidCertificateRequestException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidCertificateRequestException(String message) {
        super(message);
    }
}
