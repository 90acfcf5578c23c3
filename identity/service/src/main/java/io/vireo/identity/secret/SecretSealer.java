package io.vireo.identity.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Seals secrets that must be read again, for storage in the database: AES-256-GCM under the master key.
 *
 * <pre>
 *   1 byte format (1) | 12 bytes nonce | ciphertext | 16 bytes tag
 * </pre>
 *
 * <p>The name of what a secret belongs to is authenticated with it, so a sealed secret moved to another row does not open.
 * Source: NIST SP 800-38D; nonces are random, fine for far fewer than 2^32 secrets under one key.
 */
@Component
public final class SecretSealer {
    private static final byte FORMAT = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    SecretSealer(InstallationSecrets secrets) {
        this.key = new SecretKeySpec(secrets.masterKey(), "AES");
    }

    /** Seals a secret for the thing of this name. */
    public byte[] seal(String name, String secret) {
        byte[] nonce = Randomness.bytes(NONCE_LENGTH);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_LENGTH + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secret cannot be sealed: name=" + name, e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws IllegalStateException if it was sealed for another name or under another master key, or was changed
     */
    public String open(String name, byte[] sealedSecret) {
        if (sealedSecret.length < 1 + NONCE_LENGTH + TAG_BITS / 8 || sealedSecret[0] != FORMAT) {
            throw new IllegalStateException("sealed secret has an unknown format: name=" + name);
        }
        byte[] nonce = new byte[NONCE_LENGTH];
        ByteBuffer.wrap(sealedSecret, 1, NONCE_LENGTH).get(nonce);
        int offset = 1 + NONCE_LENGTH;
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, name)
                    .doFinal(sealedSecret, offset, sealedSecret.length - offset);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("sealed secret does not open with this master key: name=" + name, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secret cannot be opened: name=" + name, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
