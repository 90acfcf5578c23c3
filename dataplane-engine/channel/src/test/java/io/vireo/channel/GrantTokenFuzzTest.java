package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.fuzz.FuzzTest;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of grants. As it is, an input is refused: nobody signed it. With a good signature put behind it, it is a grant whose token is the same bytes
 * again, or is refused.
 */
class GrantTokenFuzzTest extends FuzzTest {
    private static final byte[] KEY = new byte[GrantSigner.MIN_KEY_LENGTH];
    private static final int TAG_LENGTH = 32;

    private final GrantSigner signer = new GrantSigner(KEY);

    @Override
    protected void check(byte[] input) throws GeneralSecurityException {
        assertThat(isRefused(input)).isTrue();
        byte[] token = signed(input);
        try {
            Grant grant = signer.verify(token, 0);
            assertThat(signer.sign(grant)).isEqualTo(token);
        } catch (RefusedException e) {
            assertThat(e.getMessage()).startsWith("token ");
        }
    }

    private boolean isRefused(byte[] token) {
        try {
            signer.verify(token, 0);
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }

    private static byte[] signed(byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] token = Arrays.copyOf(bytes, bytes.length + TAG_LENGTH);
        System.arraycopy(mac.doFinal(bytes), 0, token, bytes.length, TAG_LENGTH);
        return token;
    }

    @Override
    protected List<byte[]> seeds() {
        Grant wide = new Grant(
                "6f1c1d9e-4f5b-4f7e-9d4e-1f2a3b4c5d6e",
                List.of(
                        new Scope(1, "", EnumSet.allOf(Action.class)),
                        new Scope(Long.MAX_VALUE, "photos/äöü", Set.of(Action.READ))),
                1_900_000_000L);
        Grant none = new Grant("t", List.of(), 0);
        return List.of(body(wide), body(none));
    }

    private byte[] body(Grant grant) {
        byte[] token = signer.sign(grant);
        return Arrays.copyOf(token, token.length - TAG_LENGTH);
    }
}
