package io.vireo.simulation;

import io.vireo.engine.Limits;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.DiskFaults;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a seed has drawn for its run: sizes, and how often each thing happens. Each seed leaves out some things altogether and does others all the time: a run with a
 * little of everything would hardly ever get far into any of it.
 * Source: Groce et al., "Swarm testing", ISSTA 2012.
 *
 * @param weights how often clients choose each kind of request, against each other
 * @param crashMeanNs mean time between crashes; 0: none
 * @param crashAtWrite probability that a crash is in the middle of a write or force rather than between rounds
 * @param rotMeanNs mean time between bits that turn over; 0: none
 * @param clockJumpMeanNs mean time between jumps of the clock; 0: none
 * @param deathMeanNs mean time between deaths of clients; 0: none
 * @param hostileMeanNs mean time between messages of a hostile client; 0: there is none
 * @param diskChangeMeanNs mean time between changes of the disk's faults; 0: it has none
 * @param relaxedClients how many of the clients are acknowledged by the interval; 0 where the disk fails, so that only a crash loses what they wrote
 * @param checkpointBytes of the journal, after which a checkpoint is due
 * @param misreads probability that a read goes wrong, this once
 * @param memoryBytes of the engine: with little most records are read from the disk
 * @param capacityBytes of the disk
 * @param spreadGroups groups of items that transactions over several reactors are about
 */
record Plan(
        int reactors,
        int partitions,
        int clients,
        int ringCapacity,
        int operations,
        int depth,
        long thinkNs,
        long takeNs,
        int bodyLengthMax,
        boolean hasRetention,
        boolean hasExpiry,
        Map<Kind, Integer> weights,
        DiskFaults disk,
        long diskChangeMeanNs,
        long crashMeanNs,
        double crashAtWrite,
        long rotMeanNs,
        long clockJumpMeanNs,
        long deathMeanNs,
        long hostileMeanNs,
        int relaxedClients,
        long checkpointBytes,
        double misreads,
        long memoryBytes,
        long capacityBytes,
        int spreadGroups) {
    /** Kinds of requests. */
    enum Kind {
        PUT,
        UPDATE,
        DELETE,
        GET,
        PINNED,
        STAGED,
        BATCH,
        STREAM,
        APPEND,
        SEEK,
        READ,
        LIST,
        TRANSACTION
    }

    private static final long MS = 1_000_000;
    private static final long LARGE_MEMORY_BYTES = 64 << 20;
    private static final int SHORT_OPERATIONS = 60;

    /**
     * Draws a plan.
     *
     * @param later decides what was added since the first seeds were kept, which say the same for ever
     * @param latest decides what was added since then
     */
    static Plan draw(Dice dice, Dice later, Dice latest) {
        Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.TRANSACTION) {
                weights.put(kind, dice.chance(0.25) ? 0 : dice.between(1, 10));
            }
        }
        weights.merge(dice.chance(0.5) ? Kind.PUT : Kind.UPDATE, 5, Integer::sum);
        boolean isDiskBad = dice.chance(0.3);
        DiskFaults disk = new DiskFaults(
                isDiskBad && dice.chance(0.7) ? dice.nextDouble() * 0.2 : 0,
                isDiskBad && dice.chance(0.3) ? dice.nextDouble() * 0.05 : 0,
                0,
                dice.around(20_000),
                dice.chance(0.2) ? 0.05 : 0,
                Long.MAX_VALUE);
        int reactors = dice.chance(0.6) ? 1 : dice.between(2, 3);
        int partitions = reactors * dice.between(1, 4);
        int clients = dice.between(1, 4);
        boolean isRelaxed = !isDiskBad && later.chance(0.25);
        int spreadGroups = reactors == 1 ? 0 : later.between(0, 2);
        weights.put(Kind.TRANSACTION, spreadGroups == 0 ? 0 : later.between(1, 20));
        return new Plan(
                reactors,
                partitions,
                clients,
                4096 << dice.between(0, 4),
                dice.between(150, 500),
                dice.between(1, 6),
                dice.chance(0.2) ? 0 : dice.around(50_000),
                dice.chance(0.2) ? dice.around(2 * MS) : dice.around(20_000),
                dice.chance(0.2) ? 1 << 16 : 1 << dice.between(6, 16),
                dice.chance(0.3),
                dice.chance(0.4),
                weights,
                disk,
                isDiskBad ? dice.around(10 * MS) : 0,
                often(dice, 0.7, 8 * MS),
                dice.nextDouble(),
                often(dice, 0.2, 10 * MS),
                often(dice, 0.3, 5 * MS),
                often(dice, 0.4, 8 * MS),
                often(dice, 0.3, MS),
                isRelaxed ? later.between(1, clients) : 0,
                later.chance(0.5) ? Limits.SEGMENT_LENGTH_MIN : later.between(1 << 16, 1 << 22),
                latest.chance(0.4) ? Math.exp(-latest.nextDouble() * 4) * 0.3 : 0,
                latest.chance(0.5) ? reactors * Limits.MEMORY_LENGTH_MIN : LARGE_MEMORY_BYTES,
                latest.chance(0.3) && !isRelaxed ? capacity(reactors, latest) : Long.MAX_VALUE,
                spreadGroups);
    }

    /** The same with nothing that goes wrong by chance, and few requests. */
    Plan shortAndCalm() {
        return new Plan(
                reactors,
                partitions,
                clients,
                ringCapacity,
                SHORT_OPERATIONS,
                depth,
                thinkNs,
                takeNs,
                bodyLengthMax,
                hasRetention,
                hasExpiry,
                weights,
                DiskFaults.NONE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                relaxedClients,
                checkpointBytes,
                0,
                memoryBytes,
                Long.MAX_VALUE,
                spreadGroups);
    }

    /** Room for what a start makes, and for little more. */
    private static long capacity(int reactors, Dice dice) {
        return reactors * Limits.SEGMENT_LENGTH_MIN + dice.between(0, reactors * Limits.SEGMENT_LENGTH_MIN);
    }

    private static long often(Dice dice, double probability, long meanNs) {
        return dice.chance(probability) ? meanNs / 8 + dice.around(meanNs) : 0;
    }

    /** A kind of request, as often as it was drawn. */
    Kind kind(Dice dice) {
        int sum = weights.values().stream().mapToInt(weight -> weight).sum();
        int left = dice.nextInt(sum);
        for (Map.Entry<Kind, Integer> weight : weights.entrySet()) {
            left -= weight.getValue();
            if (left < 0) {
                return weight.getKey();
            }
        }
        throw new IllegalStateException("sum=" + sum);
    }
}
