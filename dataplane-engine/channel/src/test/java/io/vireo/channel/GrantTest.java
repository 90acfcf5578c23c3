package io.vireo.channel;

import static io.vireo.channel.Grant.Action.LIST;
import static io.vireo.channel.Grant.Action.READ;
import static io.vireo.channel.Grant.Action.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.Grant.Durability;
import io.vireo.channel.Grant.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final byte[] KEY = new byte[32];
    private static final long NOW = 1_800_000_000;

    private final Grant grant = new Grant(
            "6f1c2a1e-3b1d-4f6a-9d0e-1a2b3c4d5e6f",
            List.of(new Scope(7, "", Set.of(READ, LIST)), new Scope(8, "out/été", Set.of(WRITE))),
            NOW + 60);
    private final GrantSigner signer = new GrantSigner(KEY);

    @Nested
    class Allows {

        @Test
        void whatAScopeNamesAndNothingElse() {
            assertThat(grant.allows(READ, 7, "any/thing")).isTrue();
            assertThat(grant.allows(WRITE, 7, "any/thing")).isFalse();
            assertThat(grant.allows(READ, 9, "any/thing")).isFalse();
        }

        @Test
        void thePrefixAndWhatIsBelowIt() {
            assertThat(grant.allows(WRITE, 8, "out/été")).isTrue();
            assertThat(grant.allows(WRITE, 8, "out/été/a")).isTrue();
            assertThat(grant.allows(WRITE, 8, "out/étés")).isFalse();
            assertThat(grant.allows(WRITE, 8, "out")).isFalse();
            assertThat(grant.allows(WRITE, 8, "")).isFalse();
        }
    }

    @Nested
    class DurabilityOf {
        private static final Scope RELAXED = new Scope(7, "", Set.of(WRITE), Durability.INTERVAL);

        @Test
        void aContainerIsWhatItsScopesSay() {
            Grant relaxed = new Grant(grant.tenantId(), List.of(RELAXED, new Scope(8, "", Set.of(WRITE))), 0);

            assertThat(relaxed.durability(7)).isEqualTo(Durability.INTERVAL);
            assertThat(relaxed.durability(8)).isEqualTo(Durability.FSYNC);
            assertThat(relaxed.durability(9)).isEqualTo(Durability.FSYNC);
        }

        @Test
        void aContainerIsForcedWhenAnyOfItsScopesSaysSo() {
            Grant both = new Grant(grant.tenantId(), List.of(RELAXED, new Scope(7, "a", Set.of(WRITE))), 0);

            assertThat(both.durability(7)).isEqualTo(Durability.FSYNC);
        }

        @Test
        void isKeptByTheToken() throws RefusedException {
            Grant relaxed = new Grant(grant.tenantId(), List.of(RELAXED), 0);

            assertThat(signer.verify(signer.sign(relaxed), NOW)).isEqualTo(relaxed);
        }
    }

    @Nested
    class Token {

        @Test
        void standsForItsGrant() throws RefusedException {
            assertThat(signer.verify(signer.sign(grant), NOW)).isEqualTo(grant);
        }

        @Test
        void isRefusedWhenAnyBitOfItIsChanged() {
            byte[] token = signer.sign(grant);
            for (int bit = 0; bit < token.length * 8; bit++) {
                byte[] changed = token.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);

                assertThatThrownBy(() -> signer.verify(changed, NOW)).isInstanceOf(RefusedException.class);
            }
        }

        @Test
        void isRefusedAtAnyOtherLength() {
            byte[] token = signer.sign(grant);
            for (int length = 0; length < token.length; length++) {
                byte[] shorter = Arrays.copyOf(token, length);

                assertThatThrownBy(() -> signer.verify(shorter, NOW)).isInstanceOf(RefusedException.class);
            }
            assertThatThrownBy(() -> signer.verify(Arrays.copyOf(token, token.length + 1), NOW))
                    .isInstanceOf(RefusedException.class);
        }

        @Test
        void isRefusedUnderAnotherKey() {
            byte[] other = KEY.clone();
            other[0] = 1;

            assertThatThrownBy(() -> new GrantSigner(other).verify(signer.sign(grant), NOW))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("token is not valid");
        }

        @Test
        void isRefusedFromTheSecondItExpires() throws RefusedException {
            byte[] token = signer.sign(grant);

            assertThat(signer.verify(token, NOW + 59)).isEqualTo(grant);
            assertThatThrownBy(() -> signer.verify(token, NOW + 60)).hasMessageContaining("has expired");
        }

        @Test
        void neverExpiresAtZero() throws RefusedException {
            Grant forEver = new Grant("t", List.of(), 0);

            assertThat(signer.verify(signer.sign(forEver), Long.MAX_VALUE)).isEqualTo(forEver);
        }
    }

    @Nested
    class Limits {

        @Test
        void areNamed() {
            Scope scope = new Scope(1, "", Set.of(READ));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Grant(
                            "t",
                            IntStream.rangeClosed(0, Grant.MAX_SCOPES)
                                    .mapToObj(_ -> scope)
                                    .toList(),
                            0))
                    .withMessageContaining("limit=1024");
            assertThatIllegalArgumentException().isThrownBy(() -> new Scope(1, "/a", Set.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> new Scope(1, "a/", Set.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> new GrantSigner(new byte[31]));
        }

        @Test
        void ofATokenAreCheckedWhenItIsSigned() {
            Grant tooLong = new Grant(
                    "t",
                    IntStream.range(0, 100)
                            .mapToObj(i -> new Scope(i, "x".repeat(1000), Set.of(READ)))
                            .toList(),
                    0);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> signer.sign(tooLong))
                    .withMessageContaining("too long for a token");
        }
    }
}
