package io.vireo.client;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes a write safe to repeat: the engine does what came with a token once, and answers the same to the same request for ten minutes. Another request with the token is
 * {@link EngineStatus#TOKEN_REUSED}. What was refused was not done, and is tried anew. It is known to the partition of the path that is written, of a batch of the first one: two requests about
 * paths of different partitions do not hear of each other.
 */
public final class Token {
    /** Of a token, in bytes. */
    public static final int MAX_LENGTH = 64;

    private static final int RANDOM_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private final byte[] fingerprint;

    private Token(byte[] bytes, byte[] fingerprint) {
        this.bytes = bytes;
        this.fingerprint = fingerprint;
    }

    /** One that nobody else has: 128 random bits. */
    public static Token random() {
        byte[] bytes = new byte[RANDOM_LENGTH];
        RANDOM.nextBytes(bytes);
        return of(bytes);
    }

    /**
     * A token of bytes.
     *
     * @throws EngineException {@link EngineStatus#INVALID}: there are none, or more than {@link #MAX_LENGTH}
     */
    public static Token of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
            throw new EngineException(
                    EngineStatus.INVALID,
                    "token is empty or too long: field=token length=" + bytes.length + " limit=" + MAX_LENGTH);
        }
        return new Token(bytes.clone(), new byte[0]);
    }

    /**
     * The same, with which requests are the same whose fingerprints are, whatever else they say: for who makes different requests of what its own client asks for
     * twice.
     *
     * @param newFingerprint up to {@link #MAX_LENGTH} bytes: a digest of what was asked for
     */
    public Token withFingerprint(byte[] newFingerprint) {
        return new Token(bytes, newFingerprint.clone());
    }

    /**
     * A token that is a text.
     *
     * @throws EngineException {@link EngineStatus#INVALID}: it is empty, or longer than {@link #MAX_LENGTH} bytes of UTF-8
     */
    public static Token of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token
                && Arrays.equals(bytes, token.bytes)
                && Arrays.equals(fingerprint, token.fingerprint);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
