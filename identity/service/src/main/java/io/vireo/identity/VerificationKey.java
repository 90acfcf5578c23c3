package io.vireo.identity;

import java.util.HexFormat;

/**
 * A public key that checks data tokens.
 *
 * @param id {@code kid} of the tokens
 * @param publicKeyDerHex EC P-256 key as X.509 SubjectPublicKeyInfo, lower-case hexadecimal
 */
public record VerificationKey(String id, String publicKeyDerHex) {
    /** The key as bytes. */
    public byte[] publicKeyDer() {
        return HexFormat.of().parseHex(publicKeyDerHex);
    }
}
