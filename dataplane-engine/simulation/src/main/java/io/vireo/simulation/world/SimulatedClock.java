package io.vireo.simulation.world;

import io.vireo.engine.io.EpochClock;

/** The time of day of one machine: runs with the world, jumps when told to. Threads: one. */
public final class SimulatedClock implements EpochClock {
    private static final long START_NS = 1_800_000_000_000_000_000L;

    private final World world;
    private long offsetNs = START_NS;
    private long latestNs = START_NS;
    private long earliestNs = Long.MAX_VALUE;
    private int backJumps;

    /** A clock that is right. */
    public SimulatedClock(World world) {
        this.world = world;
    }

    @Override
    public long nowNs() {
        long nowNs = world.nowNs() + offsetNs;
        latestNs = Math.max(latestNs, nowNs);
        earliestNs = Math.min(earliestNs, nowNs);
        return nowNs;
    }

    /** Sets it forward, or back. */
    public void jump(long ns) {
        offsetNs += ns;
        backJumps += ns < 0 ? 1 : 0;
    }

    /** The latest time that anybody has read so far. */
    public long latestNs() {
        return latestNs;
    }

    /** How often it was set back. */
    public int backJumps() {
        return backJumps;
    }

    /** The earliest time that anybody has read so far. */
    public long earliestNs() {
        return earliestNs;
    }
}
