package io.vireo.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The process: {@code SimulationCommand --seed N} runs one seed and tells of everything when it fails, {@code --seeds FIRST COUNT} a range, {@code --soak FIRST MINUTES} seeds upwards until that time is over; 0: until it is
 * stopped. Prints progress, and every failure with the command that repeats it. Exit codes: 1 a seed fails; 2 wrong usage.
 */
public final class SimulationCommand {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int KEPT_EVENTS = 60;
    private static final long PROGRESS_NS = 10_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;

    /** A soak that has failed so often has nothing new to say. */
    private static final int FAILURE_LIMIT = 20;

    private final long startNs = System.nanoTime();
    private final List<Long> failed = new ArrayList<>();
    private long runs;
    private long events;
    private long starts;
    private long toldNs = startNs;

    private SimulationCommand() {}

    /** See above. */
    public static void main(String[] arguments) {
        SimulationCommand command = new SimulationCommand();
        try {
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "--seed" -> command.run(Long.parseLong(arguments[1]), Integer.MAX_VALUE);
                case "--seeds" -> command.runRange(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
                case "--soak" -> command.soak(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
                default -> throw new IllegalArgumentException("no such option");
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            usage();
        } catch (IllegalArgumentException e) {
            usage();
        }
        command.tell();
        System.exit(command.failed.isEmpty() ? 0 : FAILED);
    }

    private static void usage() {
        System.err.println("usage: SimulationCommand --seed N | --seeds FIRST COUNT | --soak FIRST MINUTES");
        System.exit(WRONG_USAGE);
    }

    private void runRange(long first, long count) {
        for (long seed = first; seed < first + count && failed.size() < FAILURE_LIMIT; seed++) {
            run(seed, KEPT_EVENTS);
        }
    }

    private void soak(long first, long minutes) {
        long seed = first;
        while ((minutes == 0 || System.nanoTime() - startNs < minutes * MINUTE_NS) && failed.size() < FAILURE_LIMIT) {
            run(seed++, KEPT_EVENTS);
        }
    }

    private void run(long seed, int keptEvents) {
        runs++;
        try {
            Simulation.Outcome outcome = Simulation.run(seed, keptEvents);
            events += outcome.events();
            starts += outcome.starts();
        } catch (FailedRun e) {
            failed.add(seed);
            System.out.println(e.getMessage());
            if (e.getCause() != null && e.getCause().getCause() != null) {
                e.getCause().getCause().printStackTrace(System.out);
            }
        }
        if (System.nanoTime() - toldNs > PROGRESS_NS) {
            tell();
        }
    }

    private void tell() {
        toldNs = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "%d seeds in %.1f s: %d events, %d starts of engines, %d failed %s%n",
                runs,
                (toldNs - startNs) / 1e9,
                events,
                starts,
                failed.size(),
                failed);
    }
}
