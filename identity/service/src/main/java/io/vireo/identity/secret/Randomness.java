package io.vireo.identity.secret;

import java.security.SecureRandom;
import java.util.Base64;

/** Unpredictable bytes and the tokens made of them. */
public final class Randomness {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Randomness() {}

    /** So many unpredictable bytes. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A token of 256 unpredictable bits after a prefix that tells what it is. */
    public static String token(String prefix) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }
}
