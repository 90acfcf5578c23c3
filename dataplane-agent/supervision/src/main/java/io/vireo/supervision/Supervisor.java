package io.vireo.supervision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The processes below one parent: started or adopted, kept running, their logs kept bounded.
 *
 * <p>Closing it, like the parent's death, leaves them running; a supervisor that is made later over the same pid files adopts them. Any
 * thread may call.
 */
public final class Supervisor implements AutoCloseable {
    /** The length at which a log is rotated, in bytes; with the rotated ones, a process keeps at most three times this. */
    public static final long LOG_BYTES = 8L << 20;

    private static final long ROTATION_PERIOD_S = 2;

    private final Consumer<ProcessReport> listener;
    private final LongSupplier nanoClock;
    private final Map<String, Entry> processes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rotation = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-rotation").factory());

    private record Entry(SupervisedProcess process, RotatedLog log) {}

    /**
     * @param listener told of every change, on the thread of the process that changed; must not block
     * @param nanoClock monotonic, in nanoseconds, as {@link System#nanoTime}
     */
    public Supervisor(Consumer<ProcessReport> listener, LongSupplier nanoClock) {
        this.listener = listener;
        this.nanoClock = nanoClock;
        var _ = rotation.scheduleWithFixedDelay(
                this::rotateLogs, ROTATION_PERIOD_S, ROTATION_PERIOD_S, TimeUnit.SECONDS);
    }

    /**
     * Starts a process, or adopts it when it runs already.
     *
     * @throws IllegalStateException if one of this name is supervised and has not ended
     */
    public SupervisedProcess start(ProcessSpec spec) {
        return supervise(spec, false);
    }

    /**
     * Watches a process that runs already, and never starts it: when it has ended meanwhile, that is reported at once.
     *
     * @param spec of a process that is not restarted
     * @throws IllegalStateException if one of this name is supervised and has not ended
     */
    public SupervisedProcess adopt(ProcessSpec spec) {
        if (spec.restart()) {
            throw new IllegalArgumentException(
                    "a process that is restarted is started, not adopted: name=" + spec.name());
        }
        return supervise(spec, true);
    }

    private SupervisedProcess supervise(ProcessSpec spec, boolean adoptOnly) {
        RotatedLog log = new RotatedLog(spec.logFile(), LOG_BYTES);
        SupervisedProcess process = new SupervisedProcess(spec, adoptOnly, log, listener, nanoClock);
        processes.merge(spec.name(), new Entry(process, log), (old, next) -> {
            if (old.process().report().state() != ProcessState.STOPPED) {
                throw new IllegalStateException("a process of this name is supervised: name=" + spec.name());
            }
            return next;
        });
        process.start();
        return process;
    }

    /** The process of this name, ended or not. */
    public Optional<SupervisedProcess> find(String name) {
        return Optional.ofNullable(processes.get(name)).map(Entry::process);
    }

    /** All processes, by name. */
    public List<SupervisedProcess> processes() {
        return processes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().process())
                .toList();
    }

    /** Stops a process and forgets it; nothing happens when there is none of this name. */
    public void stop(String name) throws InterruptedException {
        Entry entry = processes.get(name);
        if (entry != null) {
            entry.process().stop();
            processes.remove(name, entry);
        }
    }

    /** Stops several processes at the same time and forgets them. */
    public void stopAll(List<String> names) throws InterruptedException {
        List<SupervisedProcess> asked = new ArrayList<>();
        for (String name : names) {
            find(name).ifPresent(asked::add);
        }
        asked.forEach(SupervisedProcess::requestStop);
        for (SupervisedProcess process : asked) {
            stop(process.spec().name());
        }
    }

    /** Forgets a process that has ended. */
    public void forget(String name) {
        processes.computeIfPresent(
                name, (_, entry) -> entry.process().report().state() == ProcessState.STOPPED ? null : entry);
    }

    /** Lets go of all processes, which run on. */
    @Override
    public void close() {
        rotation.shutdownNow();
        processes.values().forEach(entry -> entry.process().detach());
    }

    private void rotateLogs() {
        for (Map.Entry<String, Entry> entry : processes.entrySet()) {
            try {
                entry.getValue().log().rotate();
            } catch (IOException e) {
                System.getLogger("io.vireo.supervision")
                        .log(System.Logger.Level.WARNING, "cannot rotate a log: process=" + entry.getKey(), e);
            }
        }
    }
}
