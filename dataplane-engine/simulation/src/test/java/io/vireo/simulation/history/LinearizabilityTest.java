package io.vireo.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.simulation.history.Linearizability.Call;
import io.vireo.simulation.history.Linearizability.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
    @Test
    void admitsCallsOneAfterTheOther() {
        assertThat(isLinearizable(write(1, 0, 1), read(1, 2, 3), delete(4, 5), read(0, 6, 7), write(1, 8, 9)))
                .isTrue();
    }

    @Test
    void admitsAReadDuringAWriteWithEitherVersion() {
        assertThat(isLinearizable(write(1, 0, 10), read(0, 1, 2), read(1, 3, 4)))
                .isTrue();
        assertThat(isLinearizable(write(1, 0, 10), read(1, 1, 2), read(1, 3, 4)))
                .isTrue();
    }

    @Test
    void refusesAReadThatGoesBack() {
        assertThat(isLinearizable(write(1, 0, 10), read(1, 1, 2), read(0, 3, 4)))
                .isFalse();
    }

    @Test
    void refusesAStaleRead() {
        assertThat(isLinearizable(write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)))
                .isFalse();
    }

    @Test
    void refusesALostWrite() {
        assertThat(isLinearizable(write(1, 0, 1), write(1, 2, 3))).isFalse();
    }

    @Test
    void refusesTwoWritesOfOneVersion() {
        assertThat(isLinearizable(write(1, 0, 10), write(1, 1, 9))).isFalse();
    }

    @Test
    void admitsAWriteWithoutAnswerThatTookEffectAndOneThatDidNot() {
        Call unanswered = new Call(Effect.WRITE, 0, 2, 5, false);

        assertThat(isLinearizable(write(1, 0, 1), unanswered, read(2, 8, 9))).isTrue();
        assertThat(isLinearizable(write(1, 0, 1), unanswered, read(1, 8, 9))).isTrue();
    }

    @Test
    void refusesAWriteWithoutAnswerThatTakesEffectAfterItsEnd() {
        Call unanswered = new Call(Effect.WRITE, 0, 2, 5, false);

        assertThat(isLinearizable(write(1, 0, 1), unanswered, read(1, 8, 9), read(2, 10, 11)))
                .isFalse();
    }

    private static boolean isLinearizable(Call... calls) {
        return Linearizability.isLinearizable(List.of(calls));
    }

    private static Call write(long version, long beginNs, long endNs) {
        return new Call(Effect.WRITE, version, beginNs, endNs, true);
    }

    private static Call read(long version, long beginNs, long endNs) {
        return new Call(Effect.READ, version, beginNs, endNs, true);
    }

    private static Call delete(long beginNs, long endNs) {
        return new Call(Effect.DELETE, 0, beginNs, endNs, true);
    }
}
