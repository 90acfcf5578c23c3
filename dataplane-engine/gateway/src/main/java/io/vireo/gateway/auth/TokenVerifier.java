package io.vireo.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vireo.gateway.GatewayException;
import io.vireo.gateway.TenantView;
import io.vireo.policy.CompiledPolicy;
import io.vireo.policy.InvalidPolicyException;
import io.vireo.policy.Statement;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the short-lived tokens of people: ES256, signed by the control plane, for this tenant alone.
 *
 * <p>Claims: {@code sub} principal, {@code tenant} its id, {@code exp}, and {@code st}, statements as {@code {"allow", "actions",
 * "resources"}}. Threads: any.
 */
final class TokenVerifier {
    /** Longer lives are not believed, whoever signed them. */
    static final long MAX_LIFE_SECONDS = 15 * 60;

    private static final long SKEW_SECONDS = 30;

    private final String tenantId;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();

    TokenVerifier(String tenantId, List<TenantView.VerificationKey> keys) {
        this.tenantId = tenantId;
        for (int i = 0; i < keys.size(); i++) {
            verifiers.put(keys.get(i).id(), verifier(keys.get(i), i));
        }
    }

    private static JWSVerifier verifier(TenantView.VerificationKey key, int index) {
        try {
            var spec = new X509EncodedKeySpec(key.publicKeyDer());
            return new ECDSAVerifier((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec));
        } catch (GeneralSecurityException | JOSEException | ClassCastException malformed) {
            throw new GatewayException(
                    "verificationKeys[" + index + "].publicKeyDer", "is not a P-256 public key: id=" + key.id());
        }
    }

    /** The caller that the token names, or empty when it is not good. */
    Optional<Caller> verify(String token, long nowUnixSeconds) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSVerifier verifier = verifiers.get(jwt.getHeader().getKeyID());
            if (verifier == null
                    || !JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    || !jwt.verify(verifier)) {
                return Optional.empty();
            }
            return caller(jwt.getJWTClaimsSet(), nowUnixSeconds);
        } catch (ParseException | JOSEException | InvalidPolicyException notGood) {
            return Optional.empty();
        }
    }

    private Optional<Caller> caller(JWTClaimsSet claims, long now) throws ParseException {
        String principal = claims.getSubject();
        if (principal == null
                || claims.getExpirationTime() == null
                || !tenantId.equals(claims.getStringClaim("tenant"))) {
            return Optional.empty();
        }
        long expires = claims.getExpirationTime().getTime() / 1000;
        if (expires <= now || expires > now + MAX_LIFE_SECONDS + SKEW_SECONDS) {
            return Optional.empty();
        }
        return Optional.of(new Caller(principal, CompiledPolicy.of(statements(claims.getClaim("st"))), expires));
    }

    private static List<Statement> statements(@Nullable Object claim) throws ParseException {
        List<Statement> statements = new ArrayList<>();
        if (claim instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof Map<?, ?> fields)) {
                    throw new ParseException("statement is not an object", 0);
                }
                statements.add(new Statement(
                        Boolean.TRUE.equals(fields.get("allow")),
                        strings(fields.get("actions")),
                        strings(fields.get("resources"))));
            }
        }
        return statements;
    }

    private static List<String> strings(@Nullable Object claim) throws ParseException {
        List<String> strings = new ArrayList<>();
        if (claim instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof String string)) {
                    throw new ParseException("pattern is not a text", 0);
                }
                strings.add(string);
            }
        }
        return strings;
    }
}
