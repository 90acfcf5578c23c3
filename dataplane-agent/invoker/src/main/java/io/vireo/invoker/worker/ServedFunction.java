package io.vireo.invoker.worker;

import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.log.LogLine;
import io.vireo.invoker.log.LogLine.Level;
import io.vireo.invoker.log.LogLine.Source;
import io.vireo.invoker.worker.FunctionStatus.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One function: its queue, the version that serves, the version that is to serve next, and those that finish.
 *
 * <p>A new version is started beside the one that serves and takes over when all of its workers are ready; if it cannot start, the
 * one before goes on. Events belong to the function, not to a version, until they are in a worker's ring: so a change of version, or
 * the death of a worker, costs no event that was not begun.
 *
 * <p>Threads: the invoker's loop. Time is nanoseconds of any monotonic clock that starts at 0.
 */
public final class ServedFunction {
    /** Events that wait for a worker; the next one is answered 503. */
    public static final int MAX_QUEUE_LENGTH = 1_024;

    /** How long an event waits for a worker before it is answered 503. */
    public static final long AVAILABILITY_TIMEOUT_NS = 10_000_000_000L;

    private static final int MAX_RETURNS = 2;
    private static final int MAX_LOST = 64;
    private static final long FIRST_RETRY_NS = 5_000_000_000L;
    private static final long MAX_RETRY_NS = 60_000_000_000L;

    private final String name;
    private final WorkerHost host;
    private final Connections connections;
    private final Consumer<LogLine> log;
    private final LongSupplier epochNs;
    private final RandomGenerator random;
    private final ArrayDeque<Invocation> queue = new ArrayDeque<>();
    private final List<WorkerPool> retiring = new ArrayList<>();

    /** The last workers that were given up, until the agent says how their processes ended. */
    private final Map<String, Worker> lost = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Worker> eldest) {
            return size() > MAX_LOST;
        }
    };

    private @Nullable WorkerPool serving;
    private @Nullable WorkerPool candidate;
    private long retryAtNs = Long.MAX_VALUE;
    private long retryDelayNs = FIRST_RETRY_NS;
    private WorkerPool[] pools = {};
    private boolean changed = true;
    private long nowNs;

    /** Who may open a channel. */
    public interface Connections {
        /** Whoever shows this token is this worker of this function. */
        void expect(String token, WorkerRef worker);

        /** Nobody shows this worker's token any more, and its channel is not polled any more. */
        void forget(String workerId);

        /** Has the invoker's loop look at its workers again. Any thread. */
        void wakeUp();
    }

    /** A worker, for those who do not run it. */
    public record WorkerRef(String id, ServedFunction function) {}

    /**
     * @param log takes lines for the function's log
     * @param epochNs nanoseconds since 1970-01-01T00:00:00Z
     */
    public ServedFunction(
            String name,
            WorkerHost host,
            Connections connections,
            Consumer<LogLine> log,
            LongSupplier epochNs,
            RandomGenerator random) {
        this.name = name;
        this.host = host;
        this.connections = connections;
        this.log = log;
        this.epochNs = epochNs;
        this.random = random;
    }

    /** Goes on to this version. */
    public void apply(FunctionConfig config, long nowNs) {
        if (serving != null && serving.config().runsLike(config)) {
            dropCandidate(nowNs);
            settle(nowNs);
            return;
        }
        if (candidate != null && candidate.config().runsLike(config)) {
            return;
        }
        dropCandidate(nowNs);
        candidate = new WorkerPool(config, host, new PoolOwner(config.version()), random);
        retryDelayNs = FIRST_RETRY_NS;
        retryAtNs = Long.MAX_VALUE;
        changed = true;
        gatherPools();
        tick(nowNs);
    }

    /** Takes no more events and lets the workers finish. What waits is answered 503. */
    public void retire(String reason, long nowNs) {
        dropCandidate(nowNs);
        if (serving != null) {
            serving.retire(nowNs);
            retiring.add(serving);
            serving = null;
        }
        failQueue(reason);
        changed = true;
        settle(nowNs);
    }

    /** Ends every channel at once; what is not answered is answered with an error. */
    public void close(String reason, long nowNs) {
        retire(reason, nowNs);
        for (WorkerPool pool : pools) {
            pool.close(reason, nowNs);
        }
        settle(nowNs);
        failQueue(reason);
    }

    /** Whether a retired function has no worker left. */
    public boolean isGone() {
        return serving == null && candidate == null && retiring.isEmpty();
    }

    /** Takes an event. */
    public void call(Invocation invocation, long nowNs) {
        if (serving == null && (candidate == null || candidate.state() == State.FAILED)) {
            invocation.fail(503, "function " + name + " is not serving: its version failed to start, see its log");
            return;
        }
        if (queue.isEmpty() && hand(invocation, nowNs)) {
            return;
        }
        if (queue.size() >= MAX_QUEUE_LENGTH) {
            invocation.fail(503, "function " + name + " is busy: " + MAX_QUEUE_LENGTH + " events wait for a worker");
            return;
        }
        invocation.queuedNs = nowNs;
        queue.addLast(invocation);
    }

    /** A process connected and is this worker. */
    public void connected(String workerId, WorkerChannel channel) {
        Placed placed = find(workerId);
        if (placed == null) {
            channel.close("not wanted any more");
        } else {
            placed.worker.connected(channel, new FromWorker(placed.pool, placed.worker));
        }
    }

    /** The agent says that a process ended. */
    public void exited(String workerId, int exitCode, long nowNs) {
        Placed placed = find(workerId);
        Worker gone = lost.remove(workerId);
        if (placed != null) {
            placed.pool.exited(placed.worker, exitCode, nowNs);
            settle(nowNs);
        } else if (gone != null && exitCode != 0) {
            String message = "the lost worker's process ended with " + WorkerPool.exitText(exitCode);
            writeLog(Level.ERROR, message, gone.version, Integer.toString(gone.index));
        }
    }

    /**
     * Takes up to {@code limit} messages of each worker and hands out what waits.
     *
     * @return how much was done
     */
    public int poll(int limit, long nowNs) {
        this.nowNs = nowNs;
        int done = 0;
        for (int i = 0; i < pools.length; i++) {
            done += pools[i].poll(limit, nowNs);
        }
        if (done > 0) {
            settle(nowNs);
        }
        return done;
    }

    /** Does what is due. */
    public void tick(long nowNs) {
        this.nowNs = nowNs;
        for (WorkerPool pool : pools) {
            pool.tick(nowNs);
        }
        if (nowNs >= retryAtNs && candidate != null && candidate.state() == State.FAILED) {
            retryAtNs = Long.MAX_VALUE;
            candidate.retry();
            candidate.tick(nowNs);
        }
        settle(nowNs);
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE}: not before something happens. */
    public long deadlineNs() {
        long deadlineNs = retryAtNs;
        for (WorkerPool pool : pools) {
            deadlineNs = Math.min(deadlineNs, pool.deadlineNs());
        }
        Invocation head = queue.peekFirst();
        return head == null ? deadlineNs : Math.min(deadlineNs, head.queuedNs + AVAILABILITY_TIMEOUT_NS);
    }

    /** One line per version that serves or is to serve. */
    public List<FunctionStatus> statuses() {
        List<FunctionStatus> statuses = new ArrayList<>();
        if (serving != null) {
            statuses.add(serving.status());
        }
        if (candidate != null) {
            statuses.add(candidate.status());
        }
        return statuses;
    }

    /** Whether the statuses differ from those at the last call. */
    public boolean hasChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Events in the queue and in the rings. */
    public int pendingCount() {
        int count = queue.size();
        for (WorkerPool pool : pools) {
            for (Worker worker : pool.workers()) {
                count += worker.inFlightCount();
            }
        }
        return count;
    }

    private void settle(long nowNs) {
        if (candidate != null && candidate.state() == State.SERVING) {
            WorkerPool former = serving;
            serving = candidate;
            candidate = null;
            retryAtNs = Long.MAX_VALUE;
            writeLog(
                    Level.INFO,
                    "version " + serving.config().version() + " serves",
                    serving.config().version(),
                    "");
            if (former != null) {
                former.retire(nowNs);
                retiring.add(former);
            }
            changed = true;
        }
        if (candidate != null && candidate.state() == State.FAILED && serving == null) {
            failQueue("function " + name + " is not serving: its version failed to start, see its log");
            if (retryAtNs == Long.MAX_VALUE) { // nothing else serves, so it costs nothing to try again
                retryAtNs = nowNs + retryDelayNs;
                retryDelayNs = Math.min(2 * retryDelayNs, MAX_RETRY_NS);
            }
        }
        retiring.removeIf(WorkerPool::isGone);
        gatherPools();
        handOut(nowNs);
    }

    private void handOut(long nowNs) {
        for (Invocation head = queue.peekFirst(); head != null; head = queue.peekFirst()) {
            if (head.isCancelled()) {
                head.fail(503, "the caller went away");
            } else if (nowNs - head.queuedNs >= AVAILABILITY_TIMEOUT_NS) {
                head.fail(503, "no worker of function " + name + " was free within 10 s");
            } else if (!hand(head, nowNs)) {
                return;
            }
            queue.removeFirst();
        }
    }

    /** Whether the event is out of this function's hands. */
    private boolean hand(Invocation invocation, long nowNs) {
        Optional<Worker> worker = serving == null ? Optional.empty() : serving.pick();
        if (worker.isEmpty()) {
            return false;
        }
        long position = worker.get().offer(invocation, nowNs);
        if (position == WorkerChannel.TOO_LONG) {
            invocation.fail(413, "the request does not fit the channel of a worker");
            return true;
        }
        return position != WorkerChannel.BACK_PRESSURED;
    }

    private void dropCandidate(long nowNs) {
        if (candidate != null) {
            candidate.retire(nowNs);
            retiring.add(candidate);
            candidate = null;
            changed = true;
        }
    }

    private void failQueue(String reason) {
        for (Invocation waiting = queue.pollFirst(); waiting != null; waiting = queue.pollFirst()) {
            waiting.fail(503, reason);
        }
    }

    private void gatherPools() {
        List<WorkerPool> all = new ArrayList<>(retiring);
        if (serving != null) {
            all.add(serving);
        }
        if (candidate != null) {
            all.add(candidate);
        }
        pools = all.toArray(WorkerPool[]::new);
    }

    private record Placed(WorkerPool pool, Worker worker) {}

    private @Nullable Placed find(String workerId) {
        for (WorkerPool pool : pools) {
            for (Worker worker : pool.workers()) {
                if (worker.id.equals(workerId)) {
                    return new Placed(pool, worker);
                }
            }
        }
        return null;
    }

    private void writeLog(Level level, String message, int version, String worker) {
        log.accept(new LogLine(epochNs.getAsLong(), level, Source.PLATFORM, message, "", "", version, worker));
    }

    /** What the pools of this function tell it. */
    private final class PoolOwner implements WorkerPool.Owner {
        private final int version;

        private PoolOwner(int version) {
            this.version = version;
        }

        @Override
        public void expect(String token, Worker worker) {
            connections.expect(token, new WorkerRef(worker.id, ServedFunction.this));
        }

        @Override
        public void forget(Worker worker) {
            connections.forget(worker.id);
            lost.put(worker.id, worker);
        }

        @Override
        public void orphaned(List<Invocation> begun, List<Invocation> untouched, String reason, long nowNs) {
            for (Invocation invocation : begun) {
                invocation.fail(502, reason);
            }
            for (Invocation invocation : untouched.reversed()) {
                invocation.returns++;
                if (invocation.returns > MAX_RETURNS) {
                    invocation.fail(503, "the workers of function " + name + " die before they begin");
                } else {
                    invocation.queuedNs = nowNs;
                    queue.addFirst(invocation);
                }
            }
        }

        @Override
        public void log(WorkerPool pool, Level level, String message, @Nullable Worker worker) {
            writeLog(level, message, version, worker == null ? "" : Integer.toString(worker.index));
        }

        @Override
        public void changed() {
            changed = true;
        }
    }

    /** What a worker says, on its way to where it belongs. */
    private final class FromWorker implements WorkerChannel.Messages {
        private final WorkerPool pool;
        private final Worker worker;

        private FromWorker(WorkerPool pool, Worker worker) {
            this.pool = pool;
            this.worker = worker;
        }

        @Override
        public void onReady(int pid, String runtime, int concurrency) {
            pool.ready(worker, pid, runtime, concurrency);
        }

        @Override
        public void onFailed(String reason) {
            pool.failed(worker, reason, nowNs);
        }

        @Override
        public void onResponse(WorkerResponse response) {
            Invocation invocation = worker.inFlight(response.correlationId());
            if (invocation == null) {
                return; // it was given up: its time was over, or its caller went away
            }
            invocation.respond(response);
            if (!response.more()) {
                worker.finished(invocation, response.durationNs(), nowNs);
            } else if (!invocation.isWritable()) {
                worker.pauseFor(invocation, connections::wakeUp);
            }
        }

        @Override
        public void onLogLine(LogLine line) {
            log.accept(new LogLine(
                    line.timeNs(),
                    line.level(),
                    line.source(),
                    line.message(),
                    line.fields(),
                    line.eventId(),
                    pool.config().version(),
                    Integer.toString(worker.index)));
        }
    }
}
