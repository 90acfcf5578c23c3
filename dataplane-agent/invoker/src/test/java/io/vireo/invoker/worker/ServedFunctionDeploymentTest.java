package io.vireo.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.invoker.worker.FunctionStatus.State;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One version after another. */
class ServedFunctionDeploymentTest extends ServedFunctionScene {
    @Nested
    class Deployment {

        @Test
        void switchesWhenTheNewVersionIsReadyAndLosesNoEvent() {
            FakeChannel old = served(config(1, 1, 0), 4).getFirst();
            RecordingAnswer before = call("before");

            function.apply(config(2, 1, 0), nowNs);
            call("during");
            assertThat(old.ring).hasSize(2);
            assertThat(state(1)).isEqualTo(State.SERVING);
            assertThat(state(2)).isEqualTo(State.STARTING_WORKERS);

            FakeChannel next = ready(4);
            call("after");
            assertThat(next.ring).hasSize(1);
            assertThat(old.drained).isFalse();
            assertThat(function.statuses()).extracting(FunctionStatus::version).containsExactly(2);

            old.answer(old.take(), "old");
            old.answer(old.take(), "old");
            turn();
            assertThat(before.text()).isEqualTo("200 old");
            assertThat(old.drained).isTrue();
        }

        @Test
        void leavesTheOldVersionServingWhenTheNewOneCannotStart() {
            FakeChannel old = served(config(1, 1, 0), 1).getFirst();
            function.apply(config(2, 1, 0), nowNs);
            connect(host.starts.size() - 1).say(messages -> messages.onFailed("SyntaxError"));
            turn();

            call("a");

            assertThat(old.ring).hasSize(1);
            assertThat(state(1)).isEqualTo(State.SERVING);
            assertThat(state(2)).isEqualTo(State.FAILED);
            advance(600 * SECOND);
            assertThat(state(2)).isEqualTo(State.FAILED);
        }

        @Test
        void isDroppedWhenTheServingVersionIsWantedAgain() {
            served(config(1, 1, 0), 1);
            function.apply(config(2, 1, 0), nowNs);
            String candidate = host.starts.getLast().worker();

            function.apply(config(1, 1, 0), nowNs);

            assertThat(host.stops).extracting(FakeHost.Stop::worker).containsExactly(candidate);
            assertThat(function.statuses()).extracting(FunctionStatus::version).containsExactly(1);
        }

        @Test
        void startsNothingWhenNothingIsDifferent() {
            served(config(1, 1, 0), 1);

            function.apply(config(1, 1, 0), nowNs);

            assertThat(host.starts).hasSize(1);
        }

        @Test
        void killsOldWorkersThatDoNotFinish() {
            FakeChannel old = served(config(1, 1, 0), 1).getFirst();
            function.apply(config(2, 1, 0), nowNs);
            ready(1);
            assertThat(old.drained).isTrue();

            advance(10 * SECOND);

            assertThat(host.stops).extracting(FakeHost.Stop::reason).containsExactly("did not finish in time");
        }
    }
}
