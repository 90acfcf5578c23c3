package io.vireo.channel;

import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Durability;
import io.vireo.channel.Grant.Scope;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of grants, and grants of tokens, with a key that agent and engine share.
 *
 * <pre>
 *   token = byte version, tenant, long expiry, short count of scopes, { long container, prefix, byte bits } …, 32 bytes HMAC-SHA256
 *   texts = short length, UTF-8; numbers are big-endian; bits = one an action, the highest: durability is by the interval
 * </pre>
 *
 * <p>Any thread.
 */
public final class GrantSigner {
    /** Shortest key, in bytes. */
    public static final int MIN_KEY_LENGTH = 32;

    private static final byte VERSION = 1;
    private static final int TAG_LENGTH = 32;
    private static final int INTERVAL_BIT = 0x80;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key at least {@link #MIN_KEY_LENGTH} random bytes */
    public GrantSigner(byte[] key) {
        if (key.length < MIN_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "key is too short: length=%d minimum=%d".formatted(key.length, MIN_KEY_LENGTH));
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The token that opens a channel with this grant.
     *
     * @throws IllegalArgumentException if the token would be longer than a channel server takes
     */
    public byte[] sign(Grant grant) {
        ByteBuffer bytes = ByteBuffer.allocate(ChannelServer.MAX_TOKEN_LENGTH - TAG_LENGTH);
        try {
            bytes.put(VERSION);
            putText(bytes, grant.tenantId());
            bytes.putLong(grant.expiresAtSeconds());
            bytes.putShort((short) grant.scopes().size());
            for (Scope scope : grant.scopes()) {
                bytes.putLong(scope.container());
                putText(bytes, scope.pathPrefix());
                bytes.put(bits(scope));
            }
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    "grant is too long for a token: limit=" + ChannelServer.MAX_TOKEN_LENGTH, e);
        }
        byte[] token = Arrays.copyOf(bytes.array(), bytes.position() + TAG_LENGTH);
        byte[] tag = tag(token, bytes.position());
        System.arraycopy(tag, 0, token, bytes.position(), TAG_LENGTH);
        return token;
    }

    /**
     * The grant that a token stands for.
     *
     * @param nowSeconds since 1970-01-01T00:00:00Z
     * @throws RefusedException if the token was not signed with this key, or has expired
     */
    public Grant verify(byte[] token, long nowSeconds) throws RefusedException {
        int length = token.length - TAG_LENGTH;
        if (length < 1 || !MessageDigest.isEqual(tag(token, length), Arrays.copyOfRange(token, length, token.length))) {
            throw new RefusedException("token is not valid");
        }
        Grant grant = parse(ByteBuffer.wrap(token, 0, length));
        if (grant.isExpired(nowSeconds)) {
            throw new RefusedException("token has expired: expiresAtSeconds=" + grant.expiresAtSeconds());
        }
        return grant;
    }

    private static Grant parse(ByteBuffer bytes) throws RefusedException {
        try {
            byte version = bytes.get();
            if (version != VERSION) {
                throw new RefusedException("token has another version: ours=%d its=%d".formatted(VERSION, version));
            }
            String tenantId = text(bytes);
            long expiresAtSeconds = bytes.getLong();
            int count = Short.toUnsignedInt(bytes.getShort());
            List<Scope> scopes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long container = bytes.getLong();
                String prefix = text(bytes);
                byte bits = bytes.get();
                Durability durability = (bits & INTERVAL_BIT) == 0 ? Durability.FSYNC : Durability.INTERVAL;
                scopes.add(new Scope(container, prefix, actions(bits & ~INTERVAL_BIT & 0xff), durability));
            }
            if (bytes.hasRemaining()) {
                throw new RefusedException("token is not valid");
            }
            return new Grant(tenantId, scopes, expiresAtSeconds);
        } catch (BufferUnderflowException | CharacterCodingException | IllegalArgumentException e) {
            throw new RefusedException("token is not valid");
        }
    }

    private byte[] tag(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has this algorithm: " + ALGORITHM, e);
        }
    }

    private static void putText(ByteBuffer bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xFFFF) {
            throw new IllegalArgumentException("text is too long: length=" + utf8.length);
        }
        bytes.putShort((short) utf8.length).put(utf8);
    }

    private static String text(ByteBuffer bytes) throws CharacterCodingException {
        byte[] utf8 = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(utf8);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private static byte bits(Scope scope) {
        int bits = scope.durability() == Durability.INTERVAL ? INTERVAL_BIT : 0;
        for (Action action : scope.actions()) {
            bits |= 1 << action.ordinal();
        }
        return (byte) bits;
    }

    /** An action that is not known here is not passed over: the grant would silently be another one. */
    private static Set<Action> actions(int bits) {
        if (bits >= 1 << Action.values().length) {
            throw new IllegalArgumentException("unknown actions: bits=" + bits);
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if ((bits >> action.ordinal() & 1) == 1) {
                actions.add(action);
            }
        }
        return actions;
    }
}
