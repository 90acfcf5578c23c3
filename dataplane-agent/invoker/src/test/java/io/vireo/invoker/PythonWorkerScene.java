package io.vireo.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.ChannelWaiter;
import io.vireo.gateway.FunctionCall;
import io.vireo.gateway.Header;
import io.vireo.invoker.CollectedAnswer.Answer;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.log.LogLine;
import io.vireo.invoker.worker.FunctionStatus;
import io.vireo.invoker.worker.FunctionStatus.State;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An invoker with real Python processes at the other end of real shared memory. */
@Timeout(60)
abstract class PythonWorkerScene {
    static final byte[] NOTHING = {};
    static final LogLine FAULT =
            new LogLine(0, LogLine.Level.ERROR, LogLine.Source.PLATFORM, "the loop ended", "", "", 0, "");

    @TempDir
    Path folder;

    final BlockingQueue<LogLine> log = new LinkedBlockingQueue<>();
    final BlockingQueue<List<FunctionStatus>> statuses = new LinkedBlockingQueue<>();
    final AtomicReference<Invoker> holder = new AtomicReference<>();
    PythonHost host;
    Invoker invoker;

    @BeforeEach
    void start() throws IOException {
        Path socket = folder.resolve("inv.sock");
        host = new PythonHost(folder, socket, folder.resolve("no-engine.sock"), _ -> "");
        invoker = Invoker.start(
                socket,
                host,
                _ -> log::add,
                statuses::add,
                () -> log.add(FAULT),
                System::nanoTime,
                System::nanoTime,
                new SecureRandom(),
                ChannelWaiter.DEFAULT_SPIN_NS);
        holder.set(invoker);
        host.onExit((worker, exitCode) -> holder.get().workerExited(worker, exitCode));
    }

    @AfterEach
    void stop() {
        invoker.close();
        host.close();
        assertThat(log).doesNotContain(FAULT);
    }

    void deploy(String code) throws Exception {
        deploy(code, 1);
    }

    void deploy(String code, int workers) throws Exception {
        apply(config(1, code, workers, 0, Map.of()));
    }

    void apply(FunctionConfig config) throws Exception {
        invoker.apply(List.of(config));
        await(State.SERVING);
    }

    FunctionConfig config(int version, String code, int workers, int timeoutMs, Map<String, String> environment)
            throws IOException {
        return new FunctionConfig(
                "f",
                version,
                host.code(version, code),
                "python",
                "main:handler",
                workers,
                timeoutMs,
                environment,
                List.of(),
                false,
                0,
                0);
    }

    FunctionStatus await(State state) throws Exception {
        Predicate<FunctionStatus> wanted = status -> status.state() == state;
        while (true) {
            List<FunctionStatus> next = statuses.poll(30, TimeUnit.SECONDS);
            assertThat(next)
                    .as(() -> "state " + state + "; workers said: " + host)
                    .isNotNull();
            if (next.stream().anyMatch(wanted)) {
                return next.stream().filter(wanted).findFirst().orElseThrow();
            }
            assertThat(next).noneMatch(status -> status.state() == State.FAILED);
        }
    }

    int readyCount() {
        return (int) log.stream()
                        .filter(line -> line.message().startsWith("worker ready"))
                        .count()
                - (int) log.stream()
                        .filter(line -> line.message().startsWith("worker lost"))
                        .count();
    }

    static void await(java.util.function.BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    Answer get(String path) throws Exception {
        return begin(path).await();
    }

    CollectedAnswer begin(String path) {
        return begin("GET", path, "", List.of(), NOTHING);
    }

    Answer call(String method, String path, String query, List<Header> headers, byte[] body) throws Exception {
        return begin(method, path, query, headers, body).await();
    }

    CollectedAnswer begin(String method, String path, String query, List<Header> headers, byte[] body) {
        CollectedAnswer answer = new CollectedAnswer();
        invoker.call(new FunctionCall("f", method, path, query, "/functions/f" + path, headers, body, ""), answer);
        return answer;
    }
}
