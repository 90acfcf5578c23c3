package io.vireo.simulation.world;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of a run, from its seed. Threads: one. */
public final class Dice implements RandomGenerator {
    private final SplittableRandom random;

    /** The same seed gives the same throws. */
    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice of their own, so that a part that throws more does not change what others get. */
    public Dice split() {
        return new Dice(random.split());
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /** True as often as the probability says, from 0 to 1. */
    public boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From the first to the last, both among them. */
    public int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    /** From the first to the last, both among them. */
    public long between(long first, long last) {
        return random.nextLong(first, last + 1);
    }

    /** A number that is mostly small and seldom as large as the limit: its logarithm is uniform. */
    public int skewed(int limit) {
        return (int) Math.round(Math.expm1(random.nextDouble() * Math.log1p(limit)));
    }

    /** A time around a mean, never nothing: exponential. */
    public long around(long meanNs) {
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanNs);
    }
}
