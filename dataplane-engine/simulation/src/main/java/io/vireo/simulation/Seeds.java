package io.vireo.simulation;

import io.vireo.simulation.world.Fault;
import io.vireo.simulation.world.Faults;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs seeds one after the other, and tells how far it is and what failed. Threads: one. */
final class Seeds {
    private static final long PROGRESS_NS = 10_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;

    /** Who has failed so often has nothing new to say. */
    private static final int FAILURE_LIMIT = 20;

    private final PrintStream out;
    private final int keptEvents;
    private final long startNs = System.nanoTime();
    private final List<Long> failed = new ArrayList<>();
    private final Faults faults = new Faults();
    private long runs;
    private long events;
    private long starts;
    private long undecided;
    private long toldNs = startNs;

    /** @param keptEvents that a failure tells of */
    Seeds(PrintStream out, int keptEvents) {
        this.out = out;
        this.keptEvents = keptEvents;
    }

    /** Seeds that did not hold. */
    List<Long> failed() {
        return failed;
    }

    /** Faults that never happened. */
    List<Fault> missingFaults() {
        return faults.missing();
    }

    void runRange(long first, long count) {
        for (long seed = first; seed < first + count && failed.size() < FAILURE_LIMIT; seed++) {
            run(seed);
        }
        tell();
        tellFaults();
    }

    /** Runs seeds upwards until the time is over; 0: until the process is stopped. */
    void soak(long first, long minutes) {
        long seed = first;
        while ((minutes == 0 || System.nanoTime() - startNs < minutes * MINUTE_NS) && failed.size() < FAILURE_LIMIT) {
            run(seed++);
        }
        tell();
        tellFaults();
    }

    private void run(long seed) {
        runs++;
        try {
            Simulation.Outcome outcome = Simulation.run(seed, keptEvents);
            events += outcome.events();
            starts += outcome.starts();
            undecided += outcome.isDecided() ? 0 : 1;
            faults.addAll(outcome.faults());
        } catch (FailedRun e) {
            failed.add(seed);
            out.println(e.getMessage());
            Throwable thrown = e.getCause() == null ? null : e.getCause().getCause();
            if (thrown != null) {
                out.println("thrown: " + thrown);
                for (StackTraceElement element : thrown.getStackTrace()) {
                    out.println("  at " + element);
                }
            }
        }
        if (System.nanoTime() - toldNs > PROGRESS_NS) {
            tell();
        }
    }

    private void tellFaults() {
        if (runs > 1) {
            out.println("what went wrong in them: " + faults);
        }
    }

    private void tell() {
        toldNs = System.nanoTime();
        out.printf(
                Locale.ROOT,
                "%d seeds in %.1f s: %d events, %d starts of engines, %d undecided, %d failed %s%n",
                runs,
                (toldNs - startNs) / 1e9,
                events,
                starts,
                undecided,
                failed.size(),
                failed);
    }
}
