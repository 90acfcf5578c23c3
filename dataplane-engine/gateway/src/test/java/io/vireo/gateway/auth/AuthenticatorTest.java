package io.vireo.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.gateway.GatewayException;
import io.vireo.gateway.TenantView;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import io.vireo.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final String TENANT = "0b9f9a52-3a3e-4b0c-9c55-0a1d2b3c4d5e";
    private static final Instant START = Instant.parse("2026-11-23T16:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private KeyPair pair;
    private final KeyUse use = new KeyUse();
    private Authenticator authenticator;

    @BeforeEach
    void compile() throws GeneralSecurityException {
        pair = newPair();
        InstantSource source = now::get;
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return source.instant();
            }
        };
        authenticator = new Authenticator(
                new TenantView(
                        TENANT,
                        "default",
                        "127.0.0.1",
                        0,
                        List.of(),
                        List.of(
                                key("k1", "secret-1", "alice", 0),
                                key("k2", "secret-2", "bob", START.getEpochSecond() + 60)),
                        List.of(new TenantView.VerificationKey(
                                "sig-1", pair.getPublic().getEncoded())),
                        List.of()),
                use,
                clock);
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static TenantView.AccessKey key(String id, String secret, String principal, long expires)
            throws GeneralSecurityException {
        return new TenantView.AccessKey(
                id,
                MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)),
                principal,
                List.of(Statement.allow(List.of("item:Read"), List.of("container/data/*"))),
                expires);
    }

    private Caller authenticate(String header, String value) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(header, value);
        return authenticator.authenticate(headers);
    }

    private void refuses(String header, String value) {
        assertThatThrownBy(() -> authenticate(header, value))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(401));
    }

    @Nested
    class KeysLastUsed {
        @Test
        void areKnownToTheMinuteAndOnlyOfKeysThatOpen() {
            authenticate("x-v3io-session-key", "secret-1");
            refuses("x-v3io-session-key", "secret-3");
            assertThat(use.lastUnixSeconds()).isEqualTo(Map.of("k1", START.getEpochSecond()));

            now.set(START.plusSeconds(59));
            authenticate("x-v3io-session-key", "secret-1");
            authenticate("x-v3io-session-key", "secret-2");
            assertThat(use.lastUnixSeconds())
                    .isEqualTo(Map.of("k1", START.getEpochSecond(), "k2", START.getEpochSecond() + 59));

            now.set(START.plusSeconds(60));
            authenticate("x-v3io-session-key", "secret-1");
            refuses("x-v3io-session-key", "secret-2");
            assertThat(use.lastUnixSeconds())
                    .isEqualTo(Map.of("k1", START.getEpochSecond() + 60, "k2", START.getEpochSecond() + 59));
        }

        @Test
        void areForgottenWithTheKey() {
            authenticate("x-v3io-session-key", "secret-1");

            use.retain(List.of("k2"));

            assertThat(use.lastUnixSeconds()).isEmpty();
        }
    }

    @Nested
    class AccessKeys {

        @Test
        void areFoundInEveryFormThatClientsSend() {
            String basic = Base64.getEncoder().encodeToString("any:secret-1".getBytes(StandardCharsets.UTF_8));

            assertThat(authenticate("x-v3io-session-key", "secret-1").principal())
                    .isEqualTo("alice");
            assertThat(authenticate("Authorization", "Bearer secret-1").principal())
                    .isEqualTo("alice");
            assertThat(authenticate("Authorization", "Basic " + basic).principal())
                    .isEqualTo("alice");
            assertThat(authenticate("Authorization", "AWS secret-1:c2lnbmF0dXJl")
                            .principal())
                    .isEqualTo("alice");
            assertThat(authenticate(
                                    "Authorization",
                                    "AWS4-HMAC-SHA256 Credential=secret-1/20261123/r/s3/aws4_request, Signature=0")
                            .principal())
                    .isEqualTo("alice");
        }

        @Test
        void areRefusedWhenTheyAreNotThere() {
            refuses("X-Other", "secret-1");
            refuses("X-v3io-session-key", "");
            refuses("X-v3io-session-key", "secret-3");
            refuses("X-v3io-session-key", "secret-1x");
            refuses("Authorization", "Basic !!!");
            refuses(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString("nocolon".getBytes(StandardCharsets.UTF_8)));
            refuses("Authorization", "Digest secret-1");
            refuses("Authorization", "AWS4-HMAC-SHA256 Credential=secret-1");
            refuses("X-v3io-session-key", "x".repeat(20_000));
        }

        @Test
        void areRefusedOnceTheyExpire() {
            assertThat(authenticate("X-v3io-session-key", "secret-2").principal())
                    .isEqualTo("bob");

            now.set(START.plusSeconds(60));

            refuses("X-v3io-session-key", "secret-2");
        }

        @Test
        void allowWhatTheirStatementsSay() {
            Caller caller = authenticate("X-v3io-session-key", "secret-1");

            caller.require(Action.ITEM_READ, "container/data/a");
            assertThatThrownBy(() -> caller.require(Action.ITEM_WRITE, "container/data/a"))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(403);
                        assertThat(refusal).hasMessage("Permission denied");
                    });
        }
    }

    @Nested
    class Tokens {

        @Test
        void carryTheirOwnStatements() throws JOSEException {
            String token = sign(claims(Duration.ofMinutes(10)).build(), "sig-1", pair);

            Caller caller = authenticate("Authorization", "Bearer " + token);

            assertThat(caller.principal()).isEqualTo("carol");
            assertThat(caller.may(Action.ITEM_WRITE, "container/data/a")).isTrue();
            assertThat(caller.may(Action.ITEM_DELETE, "container/data/a")).isFalse();
        }

        @Test
        void endWhenTheyExpireEvenThoughTheyAreRemembered() throws JOSEException {
            String token = sign(claims(Duration.ofMinutes(10)).build(), "sig-1", pair);
            authenticate("X-v3io-session-key", token);

            now.set(START.plus(Duration.ofMinutes(10)));

            refuses("X-v3io-session-key", token);
        }

        @Test
        void areRefusedFromAnotherTenantKeyOrTime() throws GeneralSecurityException, JOSEException {
            refuses(
                    "X-v3io-session-key",
                    sign(claims(Duration.ofMinutes(10)).claim("tenant", "other").build(), "sig-1", pair));
            refuses("X-v3io-session-key", sign(claims(Duration.ofMinutes(10)).build(), "sig-1", newPair()));
            refuses("X-v3io-session-key", sign(claims(Duration.ofMinutes(10)).build(), "sig-2", pair));
            refuses("X-v3io-session-key", sign(claims(Duration.ofMinutes(-1)).build(), "sig-1", pair));
            refuses("X-v3io-session-key", sign(claims(Duration.ofHours(2)).build(), "sig-1", pair));
            refuses(
                    "X-v3io-session-key",
                    sign(claims(Duration.ofMinutes(10)).subject(null).build(), "sig-1", pair));
            refuses(
                    "X-v3io-session-key",
                    sign(claims(Duration.ofMinutes(10)).expirationTime(null).build(), "sig-1", pair));
        }

        @Test
        void areRefusedWithAnotherAlgorithmOrTamperedWith() throws JOSEException {
            SignedJWT mac = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("sig-1").build(),
                    claims(Duration.ofMinutes(10)).build());
            mac.sign(new MACSigner(pair.getPublic().getEncoded()));
            String good = sign(claims(Duration.ofMinutes(10)).build(), "sig-1", pair);
            String[] parts = good.split("\\.");
            String none = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"none\",\"kid\":\"sig-1\"}".getBytes(StandardCharsets.UTF_8));

            refuses("X-v3io-session-key", mac.serialize());
            refuses("X-v3io-session-key", parts[0] + "." + parts[1] + "." + parts[2].substring(1));
            refuses("X-v3io-session-key", none + "." + parts[1] + ".");
            refuses("X-v3io-session-key", "a.b.c");
        }

        private JWTClaimsSet.Builder claims(Duration life) {
            return new JWTClaimsSet.Builder()
                    .subject("carol")
                    .claim("tenant", TENANT)
                    .claim(
                            "st",
                            List.of(Map.of(
                                    "allow", true,
                                    "actions", List.of("item:Read", "item:Write"),
                                    "resources", List.of("container/data/*"))))
                    .expirationTime(Date.from(START.plus(life)));
        }

        private static String sign(JWTClaimsSet claims, String keyId, KeyPair signer) throws JOSEException {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build(), claims);
            jwt.sign(new ECDSASigner((ECPrivateKey) signer.getPrivate()));
            return jwt.serialize();
        }
    }

    @Test
    void refusesAViewWithAKeyThatIsNone() {
        TenantView view = new TenantView(
                TENANT,
                "default",
                "127.0.0.1",
                0,
                List.of(),
                List.of(),
                List.of(new TenantView.VerificationKey("x", new byte[] {1})),
                List.of());

        assertThatThrownBy(() -> new Authenticator(view, use, Clock.systemUTC()))
                .isInstanceOfSatisfying(GatewayException.class, refusal -> assertThat(refusal.field())
                        .isEqualTo("verificationKeys[0].publicKeyDer"));
    }
}
