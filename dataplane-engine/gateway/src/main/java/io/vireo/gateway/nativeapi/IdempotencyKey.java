package io.vireo.gateway.nativeapi;

import io.vireo.client.Token;
import io.vireo.gateway.auth.Caller;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The key that a client gives a writing request by the header {@code Idempotency-Key}, so that it can be sent again: it is done once. Keys of different callers are different ones.
 * What the engine is given is a digest of caller and key.
 */
final class IdempotencyKey {
    private final byte[] digest;

    private IdempotencyKey(byte[] digest) {
        this.digest = digest;
    }

    /**
     * That of a request; null: it has none.
     *
     * @throws RefusedException 400: it is empty or too long
     */
    static @Nullable IdempotencyKey of(Exchange exchange, Caller caller) {
        String key = exchange.header(HttpFields.IDEMPOTENCY_KEY);
        if (key == null) {
            return null;
        }
        byte[] bytes = key.strip().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > Token.MAX_LENGTH) {
            throw RefusedException.invalid(
                    HttpFields.IDEMPOTENCY_KEY.toString(),
                    "is empty or too long: length=" + bytes.length + " max_bytes=" + Token.MAX_LENGTH);
        }
        return new IdempotencyKey(digest(caller.principal().getBytes(StandardCharsets.UTF_8), bytes));
    }

    /** What the engine knows the request by. */
    Token token() {
        return Token.of(digest);
    }

    /** What the engine knows a part of the request by, which is a write of its own. */
    Token part(String name) {
        return Token.of(digest(digest, name.getBytes(StandardCharsets.UTF_8)));
    }

    /** A number that the same key always gives, 0 or more. */
    int number() {
        return ByteBuffer.wrap(digest).getInt() & Integer.MAX_VALUE;
    }

    /** A digest of several things, one after the other. */
    static byte[] digest(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
