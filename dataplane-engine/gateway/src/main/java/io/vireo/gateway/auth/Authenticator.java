package io.vireo.gateway.auth;

import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.gateway.TenantView;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.CompiledPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls, by the access keys and verification keys of one view of a tenant.
 *
 * <p>A key is looked up by its SHA-256, which says nothing about the key to who measures how long that takes. Tokens that were
 * verified are remembered, by their SHA-256 too, until they expire. Threads: any.
 */
public final class Authenticator {
    private static final int MAX_REMEMBERED_TOKENS = 1024;
    private static final int MAX_CREDENTIAL_LENGTH = 16 * 1024;
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Authenticator::newSha256);

    private final Map<ByteBuffer, KnownKey> keys = new HashMap<>();
    private final Map<ByteBuffer, Caller> callersByToken = new ConcurrentHashMap<>();
    private final TokenVerifier tokens;
    private final KeyUse use;
    private final Clock clock;

    private record KnownKey(String id, Caller caller) {}

    /**
     * @param use told of each key that opens
     * @throws io.vireo.gateway.GatewayException if a key or a policy of the view is not well formed
     */
    public Authenticator(TenantView view, KeyUse use, Clock clock) {
        this.use = use;
        this.clock = clock;
        this.tokens = new TokenVerifier(view.tenantId(), view.verificationKeys());
        for (TenantView.AccessKey key : view.accessKeys()) {
            keys.put(
                    ByteBuffer.wrap(key.sessionKeySha256().clone()),
                    new KnownKey(
                            key.id(),
                            new Caller(
                                    key.principal(), CompiledPolicy.of(key.statements()), key.expiresUnixSeconds())));
        }
    }

    /**
     * Who sent these header fields.
     *
     * @throws RefusedException 401 without a credential, or with one that is not good or no longer
     */
    public Caller authenticate(HttpHeaders headers) {
        String credential = Credential.of(headers);
        if (credential == null || credential.isEmpty() || credential.length() > MAX_CREDENTIAL_LENGTH) {
            throw refusal("no access key: send it as X-v3io-session-key or as a bearer token");
        }
        Caller caller = find(credential);
        if (caller == null) {
            throw refusal("access key or token is not valid");
        }
        return caller;
    }

    /** Who sent these header fields, or empty when they carry no good credential. */
    public Optional<Caller> authenticateIfPossible(HttpHeaders headers) {
        String credential = Credential.of(headers);
        return credential == null || credential.length() > MAX_CREDENTIAL_LENGTH
                ? Optional.empty()
                : Optional.ofNullable(find(credential));
    }

    private @Nullable Caller find(String credential) {
        long now = clock.millis() / 1000;
        ByteBuffer digest = ByteBuffer.wrap(SHA_256.get().digest(credential.getBytes(StandardCharsets.UTF_8)));
        KnownKey key = keys.get(digest);
        if (key != null) {
            if (key.caller.isExpired(now)) {
                return null;
            }
            use.used(key.id, now);
            return key.caller;
        }
        Caller caller = callersByToken.get(digest);
        if (caller == null) {
            caller = verifyToken(credential, digest, now);
        }
        if (caller != null && caller.isExpired(now)) {
            callersByToken.remove(digest);
            return null;
        }
        return caller;
    }

    private @Nullable Caller verifyToken(String credential, ByteBuffer digest, long now) {
        if (credential.indexOf('.') < 0) {
            return null;
        }
        Caller caller = tokens.verify(credential, now).orElse(null);
        if (caller != null) {
            if (callersByToken.size() >= MAX_REMEMBERED_TOKENS) {
                callersByToken.values().removeIf(known -> known.isExpired(now));
            }
            if (callersByToken.size() < MAX_REMEMBERED_TOKENS) {
                callersByToken.put(digest, caller);
            }
        }
        return caller;
    }

    private static RefusedException refusal(String message) {
        return new RefusedException(401, RefusedException.PERMISSION_DENIED, message);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
