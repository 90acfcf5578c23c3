package io.vireo.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.gateway.FunctionCall;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.log.LogLine;
import io.vireo.invoker.worker.FunctionStatus.State;
import io.vireo.invoker.worker.ServedFunction.WorkerRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServedFunctionTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeHost host = new FakeHost();
    private final List<LogLine> log = new ArrayList<>();
    private final Map<String, WorkerRef> expected = new HashMap<>();
    private final List<RecordingAnswer> answers = new ArrayList<>();
    private final ServedFunction function =
            new ServedFunction("f", host, new Connections(), log::add, () -> 0L, new SplittableRandom(1));
    private long nowNs = SECOND;
    private int wakeUps;

    @Nested
    class Start {

        @Test
        void asksForAsManyProcessesAsAreWanted() {
            function.apply(config(1, 3, 0), nowNs);

            assertThat(host.starts).extracting(FakeHost.Start::index).containsExactly(0, 1, 2);
            assertThat(host.starts).extracting(FakeHost.Start::worker).doesNotHaveDuplicates();
            assertThat(host.starts).extracting(FakeHost.Start::token).doesNotHaveDuplicates();
            assertThat(state(1)).isEqualTo(State.STARTING_WORKERS);
        }

        @Test
        void keepsEventsUntilAllWorkersAreReady() {
            function.apply(config(1, 2, 0), nowNs);
            FakeChannel first = connect(0);
            FakeChannel second = connect(1);
            call("a");
            first.sayReady(1);
            turn();
            assertThat(first.ring).isEmpty();

            second.sayReady(1);
            turn();

            assertThat(state(1)).isEqualTo(State.SERVING);
            assertThat(first.ring.size() + second.ring.size()).isEqualTo(1);
        }

        @Test
        void failsWithTheWordsOfTheWorkerAndRefusesCalls() {
            function.apply(config(1, 1, 0), nowNs);
            connect(0).say(messages -> messages.onFailed("Traceback: no module named x"));
            call("waiting");
            turn();
            call("late");

            assertThat(state(1)).isEqualTo(State.FAILED);
            assertThat(function.statuses().getFirst().message()).isEqualTo("Traceback: no module named x");
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.text()).startsWith("503 {\"error\":\"function f"));
            assertThat(log).extracting(LogLine::message).contains("Traceback: no module named x");
        }

        @Test
        void isTriedAgainLaterWhenNothingElseServes() {
            function.apply(config(1, 1, 0), nowNs);
            connect(0).say(messages -> messages.onFailed("engine away"));
            turn();
            assertThat(function.deadlineNs()).isEqualTo(nowNs + 5 * SECOND);

            advance(5 * SECOND);
            ready(1);

            assertThat(state(1)).isEqualTo(State.SERVING);
        }

        @Test
        void givesUpAVersionWhoseProcessesEndBeforeTheyAreReady() {
            function.apply(config(1, 1, 0), nowNs);
            for (int i = 0; i < 3; i++) {
                function.exited(host.starts.getLast().worker(), 127, nowNs);
                advance(SECOND);
            }

            assertThat(state(1)).isEqualTo(State.FAILED);
            assertThat(function.statuses().getFirst().message()).contains("exit code 127 before it was ready");
        }

        @Test
        void killsAWorkerThatIsNotReadyInTime() {
            function.apply(config(1, 1, 0), nowNs);
            connect(0);

            advance(WorkerPool.READY_TIMEOUT_NS);

            assertThat(host.stops)
                    .singleElement()
                    .extracting(FakeHost.Stop::kill)
                    .isEqualTo(true);
            assertThat(state(1)).isEqualTo(State.FAILED);
        }

        @Test
        void turnsAwayAProcessThatIsNotWantedAnyMore() {
            function.apply(config(1, 1, 0), nowNs);
            WorkerRef worker = expected.values().iterator().next();
            function.retire("deleted", nowNs);
            FakeChannel late = new FakeChannel();

            function.connected(worker.id(), late);

            assertThat(late.closed).isEqualTo("not wanted any more");
            assertThat(expected).isEmpty();
            assertThat(function.isGone()).isTrue();
        }
    }

    @Nested
    class Call {

        @Test
        void isAnsweredByTheWorker() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer answer = call("a");

            worker.answer(worker.take(), "hello");
            turn();

            assertThat(answer.text()).isEqualTo("200 hello");
            assertThat(worker.released).hasSize(1);
            assertThat(function.pendingCount()).isZero();
        }

        @Test
        void goesToTheWorkerWithTheLeastToDo() {
            List<FakeChannel> workers = served(config(1, 2, 0), 10);

            call("a");
            call("b");
            call("c");
            call("d");

            assertThat(workers).allSatisfy(worker -> assertThat(worker.ring).hasSize(2));
        }

        @Test
        void waitsWhileAPlainHandlerIsBusyAndGoesAheadOnceHandlersAreQuick() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            call("a");
            call("b");
            assertThat(worker.ring).hasSize(1);

            worker.answer(worker.take(), "quick");
            turn();
            call("c");

            assertThat(worker.ring).hasSize(3);
        }

        @Test
        void isRefusedWhenTooManyWait() {
            served(config(1, 1, 0), 1);
            for (int i = 0; i < 1 + ServedFunction.MAX_QUEUE_LENGTH; i++) {
                call("a");
            }

            RecordingAnswer answer = call("one too many");

            assertThat(answer.text()).startsWith("503 {\"error\":\"function f is busy");
            assertThat(answer.headers)
                    .extracting(h -> h.name() + ": " + h.value())
                    .contains("Retry-After: 1");
        }

        @Test
        void isRefusedWhenNoWorkerIsFreeInTime() {
            served(config(1, 1, 0), 1);
            call("slow");
            RecordingAnswer answer = call("waiting");

            advance(ServedFunction.AVAILABILITY_TIMEOUT_NS);

            assertThat(answer.text()).startsWith("503 ").contains("within 10 s");
        }

        @Test
        void isRefusedWhenItFitsNoChannel() {
            served(config(1, 1, 0), 1).getFirst().tooLong = true;

            assertThat(call("long").text()).startsWith("413 ");
        }

        @Test
        void waitsForRoomInTheRing() {
            FakeChannel worker = served(config(1, 1, 0), 10).getFirst();
            call("a");
            worker.full = true;
            call("b");
            assertThat(worker.ring).hasSize(1);

            worker.full = false;
            worker.answer(worker.take(), "done");
            turn();

            assertThat(worker.ring).hasSize(2);
        }

        @Test
        void isNotHandedOutOnceItsCallerIsGone() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            call("a");
            RecordingAnswer gone = call("gone");
            gone.cancelled = true;

            worker.answer(worker.take(), "done");
            turn();

            assertThat(worker.ring).hasSize(1);
            assertThat(gone.text()).startsWith("503 ");
        }
    }

    @Nested
    class Streaming {

        @Test
        void passesPiecesOnAsTheyCome() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer answer = call("a");
            Invocation event = worker.take();

            piece(worker, event, "one", true);
            piece(worker, event, "two", true);
            piece(worker, event, "", false);
            turn();

            assertThat(answer.text()).isEqualTo("200 begin, one, two, end");
        }

        @Test
        void stopsReadingAWorkerWhoseReaderIsSlow() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer answer = call("a");
            Invocation event = worker.take();
            answer.writable = false;
            piece(worker, event, "one", true);
            turn();
            piece(worker, event, "two", false);
            turn();
            assertThat(answer.text()).isEqualTo("200 begin, one");
            assertThat(worker.paused).isTrue();

            answer.becomeWritable();
            turn();
            assertThat(worker.paused).isFalse();

            assertThat(wakeUps).isEqualTo(1);
            assertThat(answer.text()).isEqualTo("200 begin, one, two, end");
        }

        @Test
        void cutsTheAnswerOffWhenTheHandlerRaisesInTheMiddle() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer answer = call("a");
            Invocation event = worker.take();

            piece(worker, event, "one", true);
            worker.say(messages -> messages.onResponse(FakeChannel.response(event, 500, "trace", false, true)));
            turn();

            assertThat(answer.text()).startsWith("200 begin, one, abort: the handler raised");
        }

        @Test
        void cutsTheAnswerOffWhenTheWorkerDies() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer answer = call("a");
            piece(worker, worker.take(), "one", true);
            worker.peerGone = true;
            turn();
            turn();

            assertThat(answer.text()).startsWith("200 begin, one, abort: its worker is gone");
        }

        private void piece(FakeChannel worker, Invocation event, String text, boolean more) {
            worker.say(messages -> messages.onResponse(FakeChannel.response(event, 200, text, more, false)));
        }
    }

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

    @Nested
    class Retirement {

        @Test
        void answersWhatIsBegunAndRefusesWhatWaits() {
            FakeChannel worker = served(config(1, 1, 0), 1).getFirst();
            RecordingAnswer begun = call("begun");
            RecordingAnswer waiting = call("waiting");

            function.retire("function f ends", nowNs);
            worker.answer(worker.take(), "done");
            turn();
            worker.peerGone = true;
            turn();

            assertThat(begun.text()).isEqualTo("200 done");
            assertThat(waiting.text()).isEqualTo("503 {\"error\":\"function f ends\"}");
            assertThat(function.isGone()).isTrue();
            assertThat(host.starts).hasSize(1);
        }
    }

    private static FunctionConfig config(int version, int workers, int eventTimeoutMs) {
        return new FunctionConfig(
                "f",
                version,
                new byte[32],
                "python",
                "main:handler",
                workers,
                eventTimeoutMs,
                Map.of(),
                List.of(),
                false,
                0,
                0);
    }

    private List<FakeChannel> served(FunctionConfig config, int concurrency) {
        function.apply(config, nowNs);
        List<FakeChannel> workers = new ArrayList<>();
        for (int i = 0; i < config.workers(); i++) {
            FakeChannel worker = connect(host.starts.size() - config.workers() + i);
            worker.sayReady(concurrency);
            workers.add(worker);
        }
        turn();
        assertThat(state(config.version())).isEqualTo(State.SERVING);
        return workers;
    }

    /** The process that was asked for last connects and is ready. */
    private FakeChannel ready(int concurrency) {
        FakeChannel worker = connect(host.starts.size() - 1);
        worker.sayReady(concurrency);
        turn();
        return worker;
    }

    private FakeChannel connect(int start) {
        FakeChannel channel = new FakeChannel();
        WorkerRef worker = expected.get(host.starts.get(start).token());
        assertThat(worker).isNotNull();
        function.connected(worker.id(), channel);
        return channel;
    }

    private RecordingAnswer call(String path) {
        RecordingAnswer answer = new RecordingAnswer();
        answers.add(answer);
        FunctionCall call = new FunctionCall("f", "GET", path, "", path, List.of(), new byte[0], "");
        function.call(new Invocation(answers.size(), "e" + answers.size(), call, answer, 0), nowNs);
        return answer;
    }

    private void turn() {
        function.poll(100, nowNs);
    }

    private void advance(long ns) {
        nowNs += ns;
        function.tick(nowNs);
    }

    private State state(int version) {
        return function.statuses().stream()
                .filter(status -> status.version() == version)
                .findFirst()
                .orElseThrow()
                .state();
    }

    private final class Connections implements ServedFunction.Connections {
        @Override
        public void expect(String token, WorkerRef worker) {
            expected.put(token, worker);
        }

        @Override
        public void forget(String workerId) {
            expected.values().removeIf(worker -> worker.id().equals(workerId));
        }

        @Override
        public void wakeUp() {
            wakeUps++;
        }
    }
}
