package io.vireo.identity.datatoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vireo.identity.Authorizer;
import io.vireo.identity.DataToken;
import io.vireo.identity.DataTokenService;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.VerificationKey;
import io.vireo.identity.secret.InstallationSecrets;
import io.vireo.policy.Action;
import io.vireo.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Signs JSON web tokens (RFC 7519) with ES256. Claims: {@code sub} the principal, {@code tenant} the tenant's id, {@code st} the
 * statements, {@code iat}, {@code exp}; header {@code kid} the key's thumbprint (RFC 7638).
 */
@Service
class SignedDataTokenService implements DataTokenService {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Clock clock;
    private final ECKey key;
    private final ECDSASigner signer;

    SignedDataTokenService(
            InstallationSecrets secrets, Authorizer authorizer, PrincipalHolder principals, Clock clock) {
        this.authorizer = authorizer;
        this.principals = principals;
        this.clock = clock;
        byte[] stored = secrets.tokenSigningKey().readOrMake(SignedDataTokenService::makeKey);
        try {
            this.key = ECKey.parse(new String(stored, StandardCharsets.UTF_8));
            this.signer = new ECDSASigner(key);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("token-signing.key holds no EC P-256 key in JWK form", e);
        }
    }

    @Override
    public DataToken issue(UUID tenantId) {
        authorizer.require(Action.TENANT_READ, Resource.tenant(tenantId));
        Principal principal = principals.require();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(LIFETIME);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(principal.name())
                .claim("tenant", tenantId.toString())
                .claim("st", statements(principal, tenantId))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("data token cannot be signed", e);
        }
        return new DataToken(token.serialize(), expiresAt);
    }

    /** Public keys are no secret: nobody needs a right to see them. */
    @Override
    public List<VerificationKey> verificationKeys() {
        try {
            return List.of(new VerificationKey(
                    key.getKeyID(), HexFormat.of().formatHex(key.toECPublicKey().getEncoded())));
        } catch (JOSEException e) {
            throw new IllegalStateException("token-signing.key holds no EC P-256 key in JWK form", e);
        }
    }

    private static List<Map<String, Object>> statements(Principal principal, UUID tenantId) {
        return principal.statementsIn(tenantId).stream()
                .flatMap(statement -> statement.onData().stream())
                .map(SignedDataTokenService::claim)
                .toList();
    }

    private static Map<String, Object> claim(Statement statement) {
        return Map.of("allow", statement.allow(), "actions", statement.actions(), "resources", statement.resources());
    }

    private static byte[] makeKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes EC P-256 keys", e);
        }
    }
}
