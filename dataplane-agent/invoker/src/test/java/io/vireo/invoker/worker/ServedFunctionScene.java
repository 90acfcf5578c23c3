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

/** A function with channels and a clock that tests turn by hand. */
abstract class ServedFunctionScene {
    static final long SECOND = 1_000_000_000L;

    final FakeHost host = new FakeHost();
    final List<LogLine> log = new ArrayList<>();
    final Map<String, WorkerRef> expected = new HashMap<>();
    final List<RecordingAnswer> answers = new ArrayList<>();
    final ServedFunction function =
            new ServedFunction("f", host, new Connections(), log::add, () -> 0L, new SplittableRandom(1));
    long nowNs = SECOND;
    int wakeUps;

    static FunctionConfig config(int version, int workers, int eventTimeoutMs) {
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

    List<FakeChannel> served(FunctionConfig config, int concurrency) {
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
    FakeChannel ready(int concurrency) {
        FakeChannel worker = connect(host.starts.size() - 1);
        worker.sayReady(concurrency);
        turn();
        return worker;
    }

    FakeChannel connect(int start) {
        FakeChannel channel = new FakeChannel();
        WorkerRef worker = expected.get(host.starts.get(start).token());
        assertThat(worker).isNotNull();
        function.connected(worker.id(), channel);
        return channel;
    }

    RecordingAnswer call(String path) {
        RecordingAnswer answer = new RecordingAnswer();
        answers.add(answer);
        FunctionCall call = new FunctionCall("f", "GET", path, "", path, List.of(), new byte[0], "");
        function.call(new Invocation(answers.size(), "e" + answers.size(), call, answer, 0), nowNs);
        return answer;
    }

    void turn() {
        function.poll(100, nowNs);
    }

    void advance(long ns) {
        nowNs += ns;
        function.tick(nowNs);
    }

    State state(int version) {
        return function.statuses().stream()
                .filter(status -> status.version() == version)
                .findFirst()
                .orElseThrow()
                .state();
    }

    final class Connections implements ServedFunction.Connections {
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
