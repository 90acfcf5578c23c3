package io.vireo.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One comparison that {@code ./vireo bench NAME} runs. */
interface Benchmark {
    /** What the user asks for, in kebab case. */
    String name();

    /** One line for {@code --help}. */
    String summary();

    /**
     * Measures us and the peer in turn, at least {@link Effort#runs} times each.
     *
     * @throws IOException if a process cannot be started or fails; the message says what to do
     */
    List<Measurement> run(Effort effort) throws IOException, InterruptedException;

    /**
     * How much to measure.
     *
     * @param runs of us and of the peer, in turn; the medians count
     * @param roundTrips in each run that are timed
     * @param items that an index holds
     * @param idle how long an installation that does nothing is watched
     */
    record Effort(int runs, int roundTrips, int items, Duration idle) {}
}
