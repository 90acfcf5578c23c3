package io.vireo.supervision;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process that may be anybody's child. */
public final class Termination {
    private Termination() {}

    /**
     * Asks a process to end, waits, then kills what is left of its group; returns when the process has ended.
     *
     * @param signal that asks, by its short name: TERM, INT
     * @param patience before the kill
     */
    public static void end(ProcessIdentity process, String signal, Duration patience) throws InterruptedException {
        CompletableFuture<Void> ended = process.onExit();
        ProcessLauncher.signal(process, signal, false);
        try {
            ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            // Then it is killed.
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for a process: pid=" + process.pid(), e.getCause());
        }
        kill(process); // if it ended by itself: what it left behind
        ended.join();
    }

    /** Kills a process and its group; returns at once. */
    public static void kill(ProcessIdentity process) {
        ProcessLauncher.signal(process, "KILL", true);
    }
}
