package io.vireo.client;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes a write safe to repeat: the engine does what came with a token once, and answers the same to the same request for ten minutes. Another request with the token is
 * {@link EngineStatus#INVALID}. What was refused was not done, and is tried anew.
 */
public final class Token {
    /** Of a token, in bytes. */
    public static final int MAX_LENGTH = 64;

    private static final int RANDOM_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private Token(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One that nobody else has: 128 random bits. */
    public static Token random() {
        byte[] bytes = new byte[RANDOM_LENGTH];
        RANDOM.nextBytes(bytes);
        return new Token(bytes);
    }

    /**
     * A token that is a text.
     *
     * @throws EngineException {@link EngineStatus#INVALID}: it is empty, or longer than {@link #MAX_LENGTH} bytes of UTF-8
     */
    public static Token of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
            throw new EngineException(
                    EngineStatus.INVALID,
                    "token is empty or too long: field=token length=" + bytes.length + " limit=" + MAX_LENGTH);
        }
        return new Token(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && Arrays.equals(bytes, token.bytes);
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
