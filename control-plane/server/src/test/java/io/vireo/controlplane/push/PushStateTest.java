package io.vireo.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.v1.Ack;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.push.PushState.Answer;
import io.vireo.controlplane.snapshot.NodeSnapshot;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PushStateTest {
    private static final String EPOCH = "epoch-1";

    private final AtomicInteger nonces = new AtomicInteger();
    private final PushState state = stateAfter(Hello.getDefaultInstance(), 0);

    @Nested
    class Poll {

        @Test
        void sendsNothingBeforeAnythingIsWanted() {
            assertThat(state.poll()).isEmpty();
        }

        @Test
        void sendsWhatIsWantedWithItsHashAndANonce() {
            state.want(snapshot(7));

            SnapshotPush push = state.poll().orElseThrow();

            assertThat(push.getVersion()).isEqualTo(7);
            assertThat(push.getHash()).isEqualTo(snapshot(7).encoded().hash());
            assertThat(push.getNonce()).isEqualTo("nonce-1");
            assertThat(state.inFlightVersion()).isEqualTo(7);
        }

        @Test
        void sendsNothingWhileAPushIsUnanswered() {
            state.want(snapshot(1));
            state.poll();

            state.want(snapshot(2));

            assertThat(state.poll()).isEmpty();
        }

        @Test
        void sendsTheNewestOfThoseThatBecameWantedMeanwhile() {
            state.want(snapshot(1));
            SnapshotPush first = state.poll().orElseThrow();
            state.want(snapshot(2));
            state.want(snapshot(3));

            state.acknowledge(ack(first));

            assertThat(state.poll().orElseThrow().getVersion()).isEqualTo(3);
        }

        @Test
        void ignoresAComputationThatComesLate() {
            state.want(snapshot(3));

            state.want(snapshot(2));

            assertThat(state.poll().orElseThrow().getVersion()).isEqualTo(3);
        }

        @Test
        void sendsNothingToANodeThatRunsIt() {
            PushState applied = stateAfter(helloOf(snapshot(4), EPOCH), 0);

            applied.want(snapshot(4));

            assertThat(applied.poll()).isEmpty();
        }

        @Test
        void sendsAgainToANodeThatRunsOtherBytesUnderTheSameVersion() {
            PushState other = stateAfter(
                    helloOf(snapshot(4), EPOCH).toBuilder()
                            .setAppliedHash(snapshot(5).encoded().hash())
                            .build(),
                    0);

            other.want(snapshot(4));

            assertThat(other.poll()).isPresent();
        }

        @Test
        void sendsALowerVersionOfANewEpoch() {
            PushState restored = stateAfter(helloOf(snapshot(900), "epoch-0"), 0);

            restored.want(snapshot(3));

            assertThat(restored.poll().orElseThrow().getVersion()).isEqualTo(3);
        }

        @Test
        void sendsWhatWasRefusedOnlyOnceNewerIsWanted() {
            PushState refused = stateAfter(Hello.getDefaultInstance(), 6);
            refused.want(snapshot(6));
            assertThat(refused.poll()).isEmpty();

            refused.want(snapshot(7));

            assertThat(refused.poll().orElseThrow().getVersion()).isEqualTo(7);
        }
    }

    @Nested
    class Acknowledge {

        @Test
        void endsThePush() {
            state.want(snapshot(1));
            SnapshotPush push = state.poll().orElseThrow();

            assertThat(state.acknowledge(ack(push))).isEqualTo(Answer.CURRENT);

            assertThat(state.inFlightVersion()).isZero();
            assertThat(state.poll()).isEmpty();
        }

        @Test
        void isUnknownWithTheNonceOfAnotherStream() {
            state.want(snapshot(1));
            SnapshotPush push = state.poll().orElseThrow();

            assertThat(state.acknowledge(ack(push).toBuilder().setNonce("old").build()))
                    .isEqualTo(Answer.UNKNOWN);

            assertThat(state.inFlightVersion()).isEqualTo(1);
        }

        @Test
        void isUnknownTheSecondTime() {
            state.want(snapshot(1));
            SnapshotPush push = state.poll().orElseThrow();
            state.acknowledge(ack(push));

            assertThat(state.acknowledge(ack(push))).isEqualTo(Answer.UNKNOWN);
        }

        @Test
        void isContradictoryWithAnotherHashAndCountsAsRefused() {
            state.want(snapshot(1));
            SnapshotPush push = state.poll().orElseThrow();

            Answer answer = state.acknowledge(
                    ack(push).toBuilder().setHash(snapshot(2).encoded().hash()).build());

            assertThat(answer).isEqualTo(Answer.CONTRADICTORY);
            assertThat(state.poll()).isEmpty();
        }
    }

    @Nested
    class Refuse {

        @Test
        void keepsTheVersionFromBeingSentAgain() {
            state.want(snapshot(1));
            SnapshotPush push = state.poll().orElseThrow();

            assertThat(state.refuse(nack(push))).isEqualTo(Answer.CURRENT);

            assertThat(state.poll()).isEmpty();
            state.want(snapshot(2));
            assertThat(state.poll()).isPresent();
        }

        @Test
        void isUnknownWithTheNonceOfAnotherStream() {
            state.want(snapshot(1));
            SnapshotPush push = state.poll().orElseThrow();

            assertThat(state.refuse(nack(push).toBuilder().setNonce("old").build()))
                    .isEqualTo(Answer.UNKNOWN);
        }
    }

    private PushState stateAfter(Hello hello, long refusedVersion) {
        return new PushState(hello, refusedVersion, () -> "nonce-" + nonces.incrementAndGet());
    }

    private static Hello helloOf(NodeSnapshot snapshot, String epoch) {
        return Hello.newBuilder()
                .setAppliedVersion(snapshot.version())
                .setAppliedHash(snapshot.encoded().hash())
                .setEpoch(epoch)
                .build();
    }

    private static NodeSnapshot snapshot(long version) {
        return new NodeSnapshot(
                version,
                EPOCH,
                EncodedSnapshot.of(
                        Snapshot.newBuilder().setNodeId("content-" + version).build()));
    }

    private static Ack ack(SnapshotPush push) {
        return Ack.newBuilder()
                .setVersion(push.getVersion())
                .setHash(push.getHash())
                .setNonce(push.getNonce())
                .build();
    }

    private static Nack nack(SnapshotPush push) {
        return Nack.newBuilder()
                .setVersion(push.getVersion())
                .setNonce(push.getNonce())
                .setText("no")
                .build();
    }
}
