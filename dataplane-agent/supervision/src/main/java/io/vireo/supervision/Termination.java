package io.vireo.supervision;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Ends a process that may be anybody's child. */
public final class Termination {
    private static final long POLL_MS = 20;

    private Termination() {}

    /**
     * Asks a process to end, waits, then kills what is left of its group; returns when the process has ended.
     *
     * @param signal that asks, by its short name: TERM, INT
     * @param patience before the kill
     * @param nanoClock monotonic, in nanoseconds
     */
    public static void end(ProcessIdentity process, String signal, Duration patience, LongSupplier nanoClock)
            throws InterruptedException {
        long deadline = nanoClock.getAsLong() + patience.toNanos();
        ProcessLauncher.signal(process, signal, false);
        while (process.isAlive() && nanoClock.getAsLong() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        kill(process);
        while (process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** Kills a process and its group; returns at once. */
    public static void kill(ProcessIdentity process) {
        ProcessLauncher.signal(process, "KILL", true);
    }
}
