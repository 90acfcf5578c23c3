package io.vireo.benchmarks;

import java.util.Arrays;

/**
 * A figure of ours beside one of a peer, as {@code bench --json} prints it.
 *
 * @param name of the figure
 * @param unit of both values
 * @param value ours, the median of the runs
 * @param peer what it is compared with
 * @param peerValue the peer's, the median of the runs that alternated with ours
 * @param ratio larger is better
 * @param goal a bound on the ratio from below
 * @param met whether the ratio reaches the goal
 * @param note what else one must know to read the figure
 */
record Measurement(
        String name,
        String unit,
        double value,
        String peer,
        double peerValue,
        double ratio,
        double goal,
        boolean met,
        String note) {

    /** A figure of which less is better. */
    static Measurement ofCost(
            String name, String unit, double value, String peer, double peerValue, double goal, String note) {
        double ratio = Math.round(peerValue / value * 1000) / 1000.0;
        return new Measurement(name, unit, value, peer, peerValue, ratio, goal, ratio >= goal, note);
    }

    /** The middle one of the runs, which stay as they are. */
    static double median(double[] runs) {
        double[] sorted = runs.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
