package io.vireo.invoker.log;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The log thread with a clock that the test moves. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(
            Comparator.<Task<?>>comparingLong(task -> task.atMs).thenComparingLong(task -> task.number));
    private long nowMs;
    private long numbers;

    /** Runs what is due now, and what comes due by it. */
    void run() {
        advance(0);
    }

    /** Moves the clock, running what comes due on the way. */
    void advance(long ms) {
        long untilMs = nowMs + ms;
        for (Task<?> task = tasks.peek(); task != null && task.atMs <= untilMs; task = tasks.peek()) {
            nowMs = Math.max(nowMs, task.atMs);
            tasks.remove().run();
        }
        nowMs = untilMs;
    }

    private <V> Task<V> add(Callable<V> work, long delayMs) {
        Task<V> task = new Task<>(work, nowMs + delayMs, numbers++);
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable command) {
        add(() -> call(command), 0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(() -> call(command), unit.toMillis(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(callable, unit.toMillis(delay));
    }

    private static Object call(Runnable command) {
        command.run();
        return "";
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long atMs;
        private final long number;

        private Task(Callable<V> work, long atMs, long number) {
            super(work);
            this.atMs = atMs;
            this.number = number;
        }

        @Override
        protected void setException(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
