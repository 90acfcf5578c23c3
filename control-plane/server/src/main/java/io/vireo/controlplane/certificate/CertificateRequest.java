package io.vireo.controlplane.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What a node asks to be certified: its public key, with proof that it holds the private one. The subject and the
 * extensions that it may name are not looked at; the authority decides those.
 */
public record CertificateRequest(PublicKey publicKey) {
    /** Longest request, in bytes. */
    public static final int MAX_LENGTH = 8 * 1024;

    private static final int FIELD_BITS = 256;

    /**
     * Parses a PKCS#10 request and verifies its signature.
     *
     * @throws InvalidCertificateRequestException if it is malformed, not signed by its own key, or its key is not EC P-256
     */
    public static CertificateRequest parse(byte[] der) throws InvalidCertificateRequestException {
        if (der.length == 0 || der.length > MAX_LENGTH) {
            throw new InvalidCertificateRequestException(
                    "csr_der must have 1 to " + MAX_LENGTH + " bytes: length=" + der.length);
        }
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            if (!(key instanceof ECPublicKey ec)
                    || ec.getParams().getCurve().getField().getFieldSize() != FIELD_BITS) {
                throw new InvalidCertificateRequestException("csr_der must hold an EC P-256 key");
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new InvalidCertificateRequestException("csr_der is not signed by the key that it holds");
            }
            return new CertificateRequest(key);
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | IllegalArgumentException e) {
            throw new InvalidCertificateRequestException("csr_der is not a PKCS#10 request: " + e.getMessage());
        }
    }
}
