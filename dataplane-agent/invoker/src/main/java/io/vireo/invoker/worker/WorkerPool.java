package io.vireo.invoker.worker;

import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.log.LogLine.Level;
import io.vireo.invoker.worker.FunctionStatus.State;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one version of a function. It keeps as many running as are wanted, until it is retired.
 *
 * <pre>
 *   STARTING_WORKERS ── all ready ──► SERVING          a death there only costs a replacement
 *          └── one cannot start ──► FAILED ── retry() ──► STARTING_WORKERS
 * </pre>
 */
final class WorkerPool {
    static final long READY_TIMEOUT_NS = 120_000_000_000L;
    private static final int MAX_EARLY_EXITS = 3;
    private static final int TOKEN_LENGTH = 32;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final FunctionConfig config;
    private final WorkerHost host;
    private final Owner owner;
    private final RandomGenerator random;
    private final Slot[] slots;
    private State state = State.STARTING_WORKERS;
    private String message = "";
    private boolean retired;

    /** Who the pool belongs to. */
    interface Owner {
        /** Whoever opens a channel with this token is this worker. */
        void expect(String token, Worker worker);

        /** No more. */
        void forget(Worker worker);

        /** The events of a worker that is gone: those that it had begun, and those that it had not. */
        void orphaned(List<Invocation> begun, List<Invocation> untouched, String reason, long nowNs);

        /** A line for the function's log. */
        void log(WorkerPool pool, Level level, String message, @Nullable Worker worker);

        /** Something that a status shows is different. */
        void changed();
    }

    /** The place of one worker, which its replacements take over. */
    private static final class Slot {
        final int index;
        final Backoff backoff = new Backoff();

        @Nullable Worker worker;

        long startAtNs;
        int earlyExits;

        Slot(int index) {
            this.index = index;
        }
    }

    WorkerPool(FunctionConfig config, WorkerHost host, Owner owner, RandomGenerator random) {
        this.config = config;
        this.host = host;
        this.owner = owner;
        this.random = random;
        this.slots = new Slot[config.workers()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i);
        }
    }

    FunctionConfig config() {
        return config;
    }

    State state() {
        return state;
    }

    FunctionStatus status() {
        return new FunctionStatus(config.name(), config.version(), state, message, readyCount(), slots.length);
    }

    /** Starts, or goes on starting, what is wanted and due. */
    void tick(long nowNs) {
        for (Slot slot : slots) {
            Worker worker = slot.worker;
            if (worker == null) {
                if (!retired && state != State.FAILED && nowNs >= slot.startAtNs) {
                    start(slot, nowNs);
                }
                continue;
            }
            tick(slot, worker, nowNs);
        }
    }

    private void tick(Slot slot, Worker worker, long nowNs) {
        worker.drainWhenIdle(nowNs);
        WorkerChannel channel = worker.channel();
        Invocation timedOut = worker.timedOut(nowNs);
        if (channel != null && channel.isClosed()) {
            lose(slot, worker, channel.closeReason(), nowNs);
        } else if (timedOut != null) {
            timeOut(slot, worker, timedOut, nowNs);
        } else if (worker.state() == Worker.State.STARTING && nowNs >= worker.startedNs + READY_TIMEOUT_NS) {
            host.stop(worker.id, "not ready in time", true);
            cannotStart(
                    slot,
                    worker,
                    "the worker was not ready within 120 s: init_context or an import did not return",
                    nowNs);
        } else if (nowNs >= worker.drainDeadlineNs()) {
            host.stop(worker.id, "did not finish in time", true);
            lose(slot, worker, "it did not finish in time", nowNs);
        }
    }

    /** Takes up to {@code limit} messages of each worker; the result is how much was done. */
    int poll(int limit, long nowNs) {
        int count = 0;
        for (Slot slot : slots) {
            Worker worker = slot.worker;
            if (worker != null) {
                count += worker.poll(limit);
                WorkerChannel channel = worker.channel();
                if (channel != null && channel.isClosed() && worker.state() != Worker.State.GONE) {
                    lose(slot, worker, channel.closeReason(), nowNs);
                    count++;
                }
            }
        }
        return count;
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE}: not before something happens. */
    long deadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (Slot slot : slots) {
            Worker worker = slot.worker;
            if (worker == null) {
                deadlineNs = retired || state == State.FAILED ? deadlineNs : Math.min(deadlineNs, slot.startAtNs);
            } else {
                deadlineNs = Math.min(deadlineNs, Math.min(worker.deadlineNs(), worker.drainDeadlineNs()));
                if (worker.state() == Worker.State.STARTING) {
                    deadlineNs = Math.min(deadlineNs, worker.startedNs + READY_TIMEOUT_NS);
                }
            }
        }
        return deadlineNs;
    }

    /** The ready worker with room that has the least to do. */
    Optional<Worker> pick() {
        Worker best = null;
        for (Slot slot : slots) {
            Worker worker = slot.worker;
            if (worker != null && worker.hasRoom() && (best == null || worker.inFlightCount() < best.inFlightCount())) {
                best = worker;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The workers that there are now. */
    List<Worker> workers() {
        List<Worker> workers = new ArrayList<>(slots.length);
        for (Slot slot : slots) {
            if (slot.worker != null) {
                workers.add(slot.worker);
            }
        }
        return workers;
    }

    void ready(Worker worker, int pid, String runtime, int concurrency) {
        if (worker.state() != Worker.State.STARTING) {
            return; // it said so before
        }
        worker.ready(concurrency);
        slots[worker.index].earlyExits = 0;
        owner.log(this, Level.INFO, "worker ready: pid " + pid + ", " + runtime, worker);
        if (readyCount() == slots.length && state == State.STARTING_WORKERS) {
            state = State.SERVING;
        }
        message = readyCount() == slots.length ? "" : message;
        owner.changed();
    }

    /** The worker's own word that it cannot start. */
    void failed(Worker worker, String reason, long nowNs) {
        host.stop(worker.id, "failed to start", false);
        cannotStart(slots[worker.index], worker, reason, nowNs);
    }

    /** The agent's word that a process ended. */
    void exited(Worker worker, int exitCode, long nowNs) {
        lose(slots[worker.index], worker, "its process ended with " + exitText(exitCode), nowNs);
    }

    /** Does not go on with a worker that broke the rules of its channel. */
    void kill(Worker worker, String reason, long nowNs) {
        host.stop(worker.id, reason, true);
        lose(slots[worker.index], worker, reason, nowNs);
    }

    /** Lets the workers finish and go; none is started any more. */
    void retire(long nowNs) {
        retired = true;
        for (Slot slot : slots) {
            Worker worker = slot.worker;
            if (worker == null) {
                continue;
            }
            if (worker.state() == Worker.State.STARTING) {
                host.stop(worker.id, "no longer wanted", true);
                forget(slot, worker, "no longer wanted", nowNs);
            } else {
                worker.drain(nowNs);
            }
        }
    }

    /** Gives up all workers at once; their processes notice the end of their channels. */
    void close(String reason, long nowNs) {
        retired = true;
        for (Slot slot : slots) {
            if (slot.worker != null) {
                forget(slot, slot.worker, reason, nowNs);
            }
        }
    }

    boolean isGone() {
        return retired && workers().isEmpty();
    }

    /** Tries a version that failed once more. */
    void retry() {
        state = State.STARTING_WORKERS;
        for (Slot slot : slots) {
            slot.earlyExits = 0;
            slot.startAtNs = 0;
        }
    }

    private void start(Slot slot, long nowNs) {
        byte[] token = new byte[TOKEN_LENGTH];
        random.nextBytes(token);
        String id = "%s-%d-%d-%08x".formatted(config.name(), config.version(), slot.index, random.nextInt());
        Worker worker = new Worker(id, slot.index, config.version(), nowNs, config.eventTimeoutMs() * 1_000_000L);
        slot.worker = worker;
        String text = Base64.getEncoder().encodeToString(token);
        owner.expect(text, worker);
        host.start(id, slot.index, config, text);
    }

    private void timeOut(Slot slot, Worker worker, Invocation invocation, long nowNs) {
        if (worker.hasTaken(invocation)) {
            invocation.fail(408, "handler timed out");
            owner.log(
                    this,
                    Level.ERROR,
                    "event " + invocation.eventId() + " took longer than " + config.eventTimeoutMs()
                            + " ms: its worker is replaced",
                    worker);
        }
        host.stop(worker.id, "an event timed out", true);
        forget(slot, worker, "another event of its worker timed out", nowNs);
        slot.startAtNs = 0; // no back-off: the event is at fault, and its timeout slows this down already
        tick(nowNs);
    }

    private void lose(Slot slot, Worker worker, String reason, long nowNs) {
        while (worker.poll(Integer.MAX_VALUE) > 0) {} // what it said before it ended, which may be why
        if (worker.state() == Worker.State.GONE) {
            return;
        }
        if (worker.state() == Worker.State.STARTING && state == State.STARTING_WORKERS) {
            slot.earlyExits++;
            if (slot.earlyExits >= MAX_EARLY_EXITS) {
                cannotStart(slot, worker, "the worker cannot start: " + reason + " before it was ready", nowNs);
                return;
            }
        }
        boolean wasReady = worker.state() != Worker.State.STARTING;
        if (worker.state() != Worker.State.DRAINING) {
            owner.log(this, Level.ERROR, "worker lost: " + reason, worker);
            LOG.warn("worker lost worker={} reason={}", worker.id, reason);
        }
        slot.startAtNs = nowNs + slot.backoff.delayNs(nowNs - worker.startedNs, wasReady);
        forget(slot, worker, "its worker is gone: " + reason, nowNs);
        tick(nowNs);
        owner.changed();
    }

    private void cannotStart(Slot slot, Worker worker, String reason, long nowNs) {
        message = reason;
        owner.log(this, Level.ERROR, reason, worker);
        slot.startAtNs = nowNs + Math.max(1_000_000_000L, slot.backoff.delayNs(nowNs - worker.startedNs, false));
        forget(slot, worker, "its worker could not start", nowNs);
        if (state == State.STARTING_WORKERS) {
            state = State.FAILED;
            for (Slot other : slots) {
                if (other.worker != null) {
                    host.stop(other.worker.id, "its version failed to start", true);
                    forget(other, other.worker, "its version failed to start", nowNs);
                }
            }
        }
        owner.changed();
    }

    private void forget(Slot slot, Worker worker, String reason, long nowNs) {
        slot.worker = null;
        List<Invocation> untouched = worker.takeUntouched();
        List<Invocation> begun = worker.takeAll();
        WorkerChannel channel = worker.channel();
        worker.gone();
        if (channel != null) {
            channel.close(reason);
        }
        owner.forget(worker);
        owner.orphaned(begun, untouched, reason, nowNs);
    }

    private int readyCount() {
        int count = 0;
        for (Slot slot : slots) {
            if (slot.worker != null && slot.worker.state() == Worker.State.READY) {
                count++;
            }
        }
        return count;
    }

    static String exitText(int exitCode) {
        return exitCode > 128 ? "signal " + (exitCode - 128) : "exit code " + exitCode;
    }
}
