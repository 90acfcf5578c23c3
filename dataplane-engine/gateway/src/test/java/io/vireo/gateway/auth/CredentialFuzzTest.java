package io.vireo.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.gateway.TenantView;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

/**
 * Credentials in header fields. As they come they are refused with 401, but for the one key that there is. Claims that the control plane signed are a
 * caller or refused: a token that is good and odd must not end the connection of others.
 */
class CredentialFuzzTest extends FuzzTest {
    private static final String TENANT = "6f1c1d9e-4f5b-4f7e-9d4e-1f2a3b4c5d6e";
    private static final String KEY = "the-only-key";
    private static final String KEY_ID = "k1";
    private static final long NOW = 1_800_000_000L;

    private final ECDSASigner signer;
    private final TokenVerifier verifier;
    private final Authenticator authenticator;

    CredentialFuzzTest() throws GeneralSecurityException, JOSEException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        signer = new ECDSASigner((ECPrivateKey) pair.getPrivate());
        var key = new TenantView.VerificationKey(KEY_ID, pair.getPublic().getEncoded());
        verifier = new TokenVerifier(TENANT, List.of(key));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
        var access = new TenantView.AccessKey(
                "a", digest, "somebody", List.of(Statement.allow(List.of("*"), List.of("*"))), 0);
        authenticator = new Authenticator(
                new TenantView(TENANT, "t", "127.0.0.1", 0, List.of(), List.of(access), List.of(key), List.of()),
                new KeyUse(),
                Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
    }

    /** Signing takes most of the time. */
    @Override
    protected int executions() {
        return 1_000;
    }

    @Override
    protected long allocationLimit(int inputLength) {
        return (4 << 20) + 1024L * inputLength;
    }

    @Override
    protected void check(byte[] input) throws JOSEException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        checkHeader(HttpFields.AUTHORIZATION, text);
        checkHeader(HttpFields.SESSION_KEY, text);
        assertThat(verifier.verify(text, NOW)).isEmpty();
        String utf8 = new String(input, StandardCharsets.UTF_8);
        if (utf8.startsWith("{")) {
            verifier.verify(signed(utf8), NOW).ifPresent(caller -> {
                assertThat(caller.principal()).isEqualTo(subject(utf8));
                assertThat(caller.expiresUnixSeconds()).isGreaterThan(NOW);
            });
            // A header of the token's own making, before a signature of nobody.
            assertThat(verifier.verify(base64(utf8) + "." + base64("{}") + "." + base64("x"), NOW))
                    .isEmpty();
        }
    }

    private static String subject(String claims) {
        try {
            return JWTClaimsSet.parse(claims).getSubject();
        } catch (ParseException e) {
            throw new AssertionError("claims that nobody can read were believed: " + claims, e);
        }
    }

    private void checkHeader(CharSequence name, String value) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .set(name, value);
        try {
            assertThat(authenticator.authenticate(headers).principal()).isEqualTo("somebody");
            assertThat(value + decoded(value)).contains(KEY);
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(401);
        }
    }

    /** What stands in a value of basic authentication. */
    private static String decoded(String value) {
        try {
            return new String(
                    Base64.getDecoder()
                            .decode(value.substring("basic ".length()).strip()),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return "";
        }
    }

    private String signed(String claims) throws JOSEException {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY_ID).build(), new Payload(claims));
        token.sign(signer);
        return token.serialize();
    }

    private static String claims(String statements) {
        return "{\"sub\": \"ann\", \"tenant\": \"%s\", \"exp\": %d, \"st\": %s}"
                .formatted(TENANT, NOW + 600, statements);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected List<byte[]> seeds() {
        return texts(
                "Bearer " + KEY,
                KEY,
                "Basic " + Base64.getEncoder().encodeToString(("user:" + KEY).getBytes(StandardCharsets.UTF_8)),
                "AWS " + KEY + ":c2lnbmF0dXJl",
                "AWS4-HMAC-SHA256 Credential=" + KEY + "/20260101/region/s3/aws4_request, Signature=00",
                claims("[{\"allow\": true, \"actions\": [\"item:Read\"], \"resources\": [\"container/*\"]}]"),
                claims("[null]"),
                claims("[{\"allow\": true, \"actions\": [null], \"resources\": [\"*\"]}]"),
                claims("{}"),
                "{\"alg\": \"ES256\", \"kid\": \"k1\", \"crit\": [\"exp\"], \"typ\": \"JWT\", \"jwk\": {\"kty\": \"EC\"}}",
                "{\"alg\": \"none\"}",
                "Bearer " + base64("{\"alg\": \"ES256\", \"kid\": \"k1\"}") + "." + base64("{\"sub\": \"x\"}") + "."
                        + base64("x".repeat(64)));
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "null",
                "[null]",
                "{}",
                "[]",
                "-1",
                "1e30",
                "\"crit\"",
                "\"b64\": false",
                "\"x5u\": \"a b\"",
                "\"x5c\": [1]",
                "\"epk\"",
                ".",
                "..",
                "=",
                "\"exp\"",
                "\"st\"",
                "[{\"allow\": 1}]",
                "\"actions\"");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
