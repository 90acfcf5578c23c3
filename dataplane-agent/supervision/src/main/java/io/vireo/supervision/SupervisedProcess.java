package io.vireo.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One process kept running: adopted or started, watched until it ends, started again.
 *
 * <p>A thread of its own runs the loop; every other method may be called from any thread.
 */
public final class SupervisedProcess {
    private static final Duration SHORTEST_PROBE = Duration.ofMillis(20);
    private static final Duration LONGEST_PROBE = Duration.ofMillis(250);

    private final ProcessSpec spec;
    private final boolean adoptOnly;
    private final RotatedLog log;
    private final Consumer<ProcessReport> listener;
    private final LongSupplier nanoClock;
    private final Backoff backoff = new Backoff();
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stopping; // guarded by lock, as all below
    private boolean detached;
    private ProcessReport report;
    private Optional<ProcessIdentity> current = Optional.empty();
    private Optional<Process> child = Optional.empty();
    private OptionalInt exitCode = OptionalInt.empty();
    private String failure = "";

    SupervisedProcess(
            ProcessSpec spec,
            boolean adoptOnly,
            RotatedLog log,
            Consumer<ProcessReport> listener,
            LongSupplier nanoClock) {
        this.spec = spec;
        this.adoptOnly = adoptOnly;
        this.log = log;
        this.listener = listener;
        this.nanoClock = nanoClock;
        report = new ProcessReport(spec.name(), 0, ProcessState.STARTING, 0, "");
    }

    /** Begins the loop. */
    void start() {
        Thread.ofVirtual().name("supervise-" + spec.name()).start(this::run);
    }

    /** What this process was specified as. */
    public ProcessSpec spec() {
        return spec;
    }

    /** The latest report. */
    public ProcessReport report() {
        lock.lock();
        try {
            return report;
        } finally {
            lock.unlock();
        }
    }

    /** How it ended the last time: 128 + signal when killed; nothing while it has not, or when it was adopted and nobody could tell. */
    public OptionalInt exitCode() {
        lock.lock();
        try {
            return exitCode;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the process to end and not to be started again; returns at once. */
    public void requestStop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops the process, and returns when neither it nor anything of its group runs. */
    public void stop() throws InterruptedException {
        requestStop();
        ended.await();
    }

    /**
     * Kills the process and its group now, without a grace period; it is started again if its specification says so.
     */
    public void kill() {
        Optional<ProcessIdentity> target;
        lock.lock();
        try {
            target = current;
        } finally {
            lock.unlock();
        }
        target.ifPresent(Termination::kill);
    }

    /** Waits until the process is ready or has ended for good, at most this long. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + limit.toNanos();
        lock.lock();
        try {
            while (report.state() != ProcessState.READY && report.state() != ProcessState.STOPPED) {
                long left = deadline - nanoClock.getAsLong();
                if (left <= 0 || detached) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return report.state() == ProcessState.READY;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the process, which runs on. */
    void detach() {
        lock.lock();
        try {
            detached = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!isLeaving()) {
                long readyNs = runOnce();
                if (isLeaving() || !spec.restart()) {
                    break;
                }
                waitOut(backoff.afterRun(Duration.ofNanos(readyNs)));
                countRestart();
            }
            if (!isDetached()) {
                publish(0, ProcessState.STOPPED, report().detail());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the virtual machine is ending; the process runs on
        } finally {
            ended.countDown();
        }
    }

    /** Adopts or starts the process and stays with it to its end; returns for how many nanoseconds it was ready. */
    private long runOnce() throws InterruptedException {
        Optional<ProcessIdentity> running;
        try {
            running = adoptOrLaunch();
        } catch (IOException e) {
            publish(0, ProcessState.BACKING_OFF, "cannot be started: " + e.getMessage());
            return 0;
        }
        if (running.isEmpty()) {
            publish(0, ProcessState.BACKING_OFF, endOfRun());
            return 0;
        }
        ProcessIdentity process = running.get();
        publish(process.pid(), ProcessState.STARTING, "");
        boolean ready = awaitProbe(process);
        long readySince = nanoClock.getAsLong();
        if (ready) {
            publish(process.pid(), ProcessState.READY, "");
            awaitEndOrLeave(process);
        }
        long readyNs = ready ? nanoClock.getAsLong() - readySince : 0;
        if (isDetached()) {
            return readyNs;
        }
        if (isLeaving()) {
            Termination.end(process, spec.stopSignal(), spec.stopTimeout());
            awaitEnded(process);
        } else {
            Termination.kill(process); // what it left behind, or itself when it was never ready
            awaitEnded(process);
            publish(0, ProcessState.BACKING_OFF, ready ? endOfRun() : report().detail());
        }
        return readyNs;
    }

    private Optional<ProcessIdentity> adoptOrLaunch() throws IOException, InterruptedException {
        Optional<ProcessIdentity> found = ProcessLauncher.findRunning(spec);
        if (found.isPresent()) {
            remember(found, Optional.empty());
            var _ = found.get().onExit().whenComplete((_, _) -> wake());
            return found;
        }
        if (adoptOnly) {
            remember(Optional.empty(), Optional.empty());
            return Optional.empty();
        }
        log.create();
        Process started = ProcessLauncher.launch(spec);
        started.onExit().thenRun(this::wake);
        Optional<ProcessIdentity> identity = ProcessIdentity.of(started.pid());
        remember(identity, Optional.of(started));
        return identity;
    }

    /** Probes until the process is ready; false when it ended first, took too long, or is to be left. */
    private boolean awaitProbe(ProcessIdentity process) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + spec.startTimeout().toNanos();
        Duration pause = SHORTEST_PROBE;
        while (!isLeaving()) {
            if (hasEnded(process)) {
                publish(0, ProcessState.BACKING_OFF, endOfRun());
                return false;
            }
            // Until the child has written its pid file, probes that look at files would see those of the run before.
            boolean begun =
                    ProcessIdentity.read(spec.pidFile()).filter(process::equals).isPresent();
            Optional<String> missing = begun ? probe() : Optional.of("it is being started");
            if (missing.isEmpty()) {
                return !hasEnded(process); // the port may have been answered by somebody else
            }
            if (nanoClock.getAsLong() - deadline >= 0) {
                publish(
                        0,
                        ProcessState.BACKING_OFF,
                        "not ready within " + spec.startTimeout().toSeconds() + " s: " + missing.get());
                return false;
            }
            publish(process.pid(), ProcessState.STARTING, missing.get() + lastFailure());
            awaitChange(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PROBE) < 0 ? pause.multipliedBy(2) : LONGEST_PROBE;
        }
        return false;
    }

    private void awaitEndOrLeave(ProcessIdentity process) throws InterruptedException {
        lock.lock();
        try {
            while (!hasEnded(process) && !stopping && !detached) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitEnded(ProcessIdentity process) throws InterruptedException {
        lock.lock();
        try {
            while (!hasEnded(process)) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasEnded(ProcessIdentity process) {
        lock.lock();
        try {
            boolean over = child.isPresent() ? !child.get().isAlive() : !process.isAlive();
            if (over) {
                exitCode = child.isPresent() ? OptionalInt.of(child.get().exitValue()) : OptionalInt.empty();
            }
            return over;
        } finally {
            lock.unlock();
        }
    }

    private String endOfRun() {
        OptionalInt code = exitCode();
        if (code.isPresent() && code.getAsInt() == ProcessLauncher.ALREADY_RUNNING) {
            return "runs already; will be adopted";
        }
        String how = code.isPresent() ? "exited with " + code.getAsInt() : "ended";
        String last = log.lastLine();
        return last.isEmpty() ? how : how + ": " + last;
    }

    /** Waits for anything to happen to the process, at most this long; the caller looks again. */
    private void awaitChange(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            changed.awaitNanos(limit.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /** Lets the whole time pass, unless the process is to be stopped or left meanwhile. */
    private void waitOut(Duration duration) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + duration.toNanos();
        lock.lock();
        try {
            while (!stopping && !detached) {
                long left = deadline - nanoClock.getAsLong();
                if (left <= 0) {
                    return;
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void remember(Optional<ProcessIdentity> identity, Optional<Process> started) {
        lock.lock();
        try {
            current = identity;
            child = started;
            exitCode = OptionalInt.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isLeaving() {
        lock.lock();
        try {
            return stopping || detached;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDetached() {
        lock.lock();
        try {
            return detached;
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> probe() {
        try {
            return spec.readiness().missing();
        } catch (RuntimeException e) {
            return Optional.of("cannot be probed: " + e); // a probe's fault must not end the watch
        }
    }

    /** Why the run before ended, for a detail that would else only say that this one is on its way. */
    private String lastFailure() {
        return failure.isEmpty() ? "" : "; before: " + failure;
    }

    private void countRestart() {
        ProcessReport last = report();
        lock.lock();
        try {
            report = new ProcessReport(last.name(), last.pid(), last.state(), last.restarts() + 1, last.detail());
        } finally {
            lock.unlock();
        }
    }

    private void publish(long pid, ProcessState state, String detail) {
        ProcessReport next;
        lock.lock();
        try {
            next = new ProcessReport(spec.name(), pid, state, report.restarts(), detail);
            if (next.equals(report)) {
                return;
            }
            report = next;
            if (state == ProcessState.BACKING_OFF) {
                failure = detail;
            } else if (state == ProcessState.READY) {
                failure = "";
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.accept(next);
    }
}
