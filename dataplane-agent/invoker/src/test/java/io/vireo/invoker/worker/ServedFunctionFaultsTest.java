package io.vireo.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.invoker.log.LogLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Workers that die and handlers that take too long. */
class ServedFunctionFaultsTest extends ServedFunctionScene {
    @Nested
    class Death {

        @Test
        void costsOnlyTheEventsThatWereBegun() {
            FakeChannel worker = served(config(1, 1, 0), 4).getFirst();
            RecordingAnswer begun = call("begun");
            RecordingAnswer untouched = call("untouched");
            worker.take();

            worker.peerGone = true;
            turn();
            assertThat(begun.text()).startsWith("502 {\"error\":\"its worker is gone");
            assertThat(untouched.parts).isEmpty();

            FakeChannel replacement = ready(4);
            replacement.answer(replacement.take(), "second try");
            turn();

            assertThat(untouched.text()).isEqualTo("200 second try");
        }

        @Test
        void keepsTheOrderOfWhatIsGivenToOthers() {
            FakeChannel worker = served(config(1, 1, 0), 2).getFirst();
            call("a");
            call("b");
            call("c");

            worker.peerGone = true;
            turn();
            FakeChannel replacement = ready(3);

            assertThat(replacement.ring)
                    .extracting(event -> event.call().path())
                    .containsExactly("a", "b", "c");
        }

        @Test
        void deliversWhatTheWorkerStillSaid() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer answer = call("a");

            worker.answer(worker.take(), "last words");
            function.exited(host.starts.getFirst().worker(), 137, nowNs);

            assertThat(answer.text()).isEqualTo("200 last words");
        }

        @Test
        void isExplainedWhenTheAgentKnowsWhy() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            worker.peerGone = true;
            turn();

            function.exited(host.starts.getFirst().worker(), 137, nowNs);

            assertThat(log).extracting(LogLine::message).contains("the lost worker's process ended with signal 9");
            assertThat(host.starts).hasSize(2);
        }

        @Test
        void isRepairedAtOnceAndThenLaterAndLater() {
            served(config(1, 1, 0), 1);
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int starts = host.starts.size();
                function.exited(host.starts.getLast().worker(), 139, nowNs);
                long diedNs = nowNs;
                while (host.starts.size() == starts) {
                    advance(function.deadlineNs() - nowNs);
                }
                delays.add((nowNs - diedNs) / 1_000_000);
                ready(1);
            }

            assertThat(delays).containsExactly(0L, 200L, 400L, 800L, 1_600L, 2_000L);
        }

        @Test
        void isForgottenAfterAMinuteOfHealth() {
            served(config(1, 1, 0), 1);
            function.exited(host.starts.getLast().worker(), 139, nowNs);
            ready(1);
            advance(60 * SECOND);

            function.exited(host.starts.getLast().worker(), 139, nowNs);

            assertThat(host.starts).hasSize(3);
        }

        @Test
        void doesNotPassAnEventOnForEver() {
            served(config(1, 1, 0), 1);
            RecordingAnswer answer = call("poison");
            for (int i = 0; i < 3; i++) {
                function.exited(host.starts.getLast().worker(), 139, nowNs);
                advance(2 * SECOND);
                ready(1);
            }

            assertThat(answer.text()).startsWith("503 ").contains("die before they begin");
        }
    }

    @Nested
    class EventTimeout {

        @Test
        void isAnswered408AndCostsExactlyThatWorker() {
            List<FakeChannel> workers = served(config(1, 2, 500), 1);
            RecordingAnswer stuck = call("stuck");
            RecordingAnswer other = call("other");
            workers.get(0).take();
            advance(400_000_000);
            workers.get(1).answer(workers.get(1).take(), "fine");
            turn();
            assertThat(function.deadlineNs()).isEqualTo(nowNs + 100_000_000);

            advance(100_000_000);

            assertThat(stuck.text()).isEqualTo("408 {\"error\":\"handler timed out\"}");
            assertThat(other.text()).isEqualTo("200 fine");
            assertThat(host.stops)
                    .containsExactly(new FakeHost.Stop(host.starts.get(0).worker(), "an event timed out", true));
            assertThat(host.starts).hasSize(3);
            assertThat(workers.get(1).closed).isEmpty();
        }

        @Test
        void beginsForAWaitingEventWhenTheOneBeforeItIsDone() {
            FakeChannel worker = served(config(1, 1, 500), 1).getFirst();
            warmUp(worker);
            call("a");
            call("b");
            advance(300_000_000);
            worker.answer(worker.take(), "a");
            turn();

            assertThat(function.deadlineNs()).isEqualTo(nowNs + 500_000_000);
        }

        @Test
        void givesEventsThatWereNotBegunToAnother() {
            FakeChannel worker = served(config(1, 1, 500), 1).getFirst();
            warmUp(worker);
            RecordingAnswer stuck = call("stuck");
            RecordingAnswer behind = call("behind");
            worker.take();

            advance(500_000_000);
            FakeChannel replacement = ready(1);
            replacement.answer(replacement.take(), "ok");
            turn();

            assertThat(stuck.text()).startsWith("408 ");
            assertThat(behind.text()).isEqualTo("200 ok");
        }

        @Test
        void doesNotBlameAnEventThatAStoppedProcessNeverTook() {
            FakeChannel worker = served(config(1, 1, 500), 1).getFirst();
            RecordingAnswer answer = call("a");
            assertThat(worker.ring).hasSize(1);

            advance(500_000_000);
            FakeChannel replacement = ready(1);
            replacement.answer(replacement.take(), "ok");
            turn();

            assertThat(answer.text()).isEqualTo("200 ok");
        }

        private void warmUp(FakeChannel worker) {
            call("warm-up");
            worker.answer(worker.take(), "quick");
            turn();
        }
    }
}
