package io.vireo.gateway.auth;

import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.gateway.http.HttpFields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the one secret that a request carries, in any of the forms that clients of the native API use. */
final class Credential {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String AWS = "aws";
    private static final String CREDENTIAL = "Credential=";

    private Credential() {}

    /** A key or token, or null when there is none. */
    static @Nullable String of(HttpHeaders headers) {
        String sessionKey = headers.get(HttpFields.SESSION_KEY);
        if (sessionKey != null) {
            return sessionKey.strip();
        }
        String authorization = headers.get(HttpFields.AUTHORIZATION);
        if (authorization == null) {
            return null;
        }
        String lowerCase = authorization.toLowerCase(Locale.ROOT);
        if (lowerCase.startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        if (lowerCase.startsWith(BASIC)) {
            return password(authorization.substring(BASIC.length()).strip());
        }
        if (lowerCase.startsWith(AWS)) {
            return awsKey(authorization);
        }
        return null;
    }

    private static @Nullable String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** {@code AWS KEY:SIGNATURE} or {@code AWS4-… Credential=KEY/…}: the key identifies, the signature is not looked at. */
    private static @Nullable String awsKey(String authorization) {
        int credential = authorization.indexOf(CREDENTIAL);
        if (credential >= 0) {
            int start = credential + CREDENTIAL.length();
            int slash = authorization.indexOf('/', start);
            return slash < 0 ? null : authorization.substring(start, slash);
        }
        int blank = authorization.indexOf(' ');
        int colon = authorization.indexOf(':', blank);
        return blank < 0 || colon < 0
                ? null
                : authorization.substring(blank + 1, colon).strip();
    }
}
