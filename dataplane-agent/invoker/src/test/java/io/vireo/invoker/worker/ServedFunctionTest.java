package io.vireo.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.invoker.log.LogLine;
import io.vireo.invoker.worker.FunctionStatus.State;
import io.vireo.invoker.worker.ServedFunction.WorkerRef;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** From the start of its workers to their answers. */
class ServedFunctionTest extends ServedFunctionScene {
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
}
