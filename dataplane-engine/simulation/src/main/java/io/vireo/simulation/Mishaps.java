package io.vireo.simulation;

import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.DiskFaults;
import io.vireo.simulation.world.Fault;
import io.vireo.simulation.world.Medium;
import io.vireo.simulation.world.World;
import java.util.List;

/** What befalls a node, at times of the seed's choice. Threads: one. */
final class Mishaps {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int LONGEST_RECOVERY = 6;
    private static final int MOST_CRASHES = 10;
    private static final double CRASH_IN_NAMING = 0.3;

    private final World world;
    private final Node node;
    private final Plan plan;
    private final Dice dice;
    private final Dice later;
    private final Hostile hostile;
    private int crashesLeft;
    private boolean isOver;

    /** @param later dice of what was added since the first seeds were kept */
    Mishaps(World world, Node node, Traffic traffic, Plan plan, Dice dice, Dice later) {
        this.world = world;
        this.node = node;
        this.plan = plan;
        this.dice = dice;
        this.later = later;
        this.crashesLeft = dice.between(1, MOST_CRASHES);
        repeat(plan.crashMeanNs(), this::crash);
        repeat(plan.rotMeanNs(), this::rot);
        repeat(plan.clockJumpMeanNs(), this::jump);
        repeat(plan.deathMeanNs(), traffic::killClient);
        repeat(plan.diskChangeMeanNs(), this::changeDisk);
        this.hostile = new Hostile(node, plan, later);
        repeatBy(later, plan.hostileMeanNs(), () -> {
            hostile.act();
            world.count(Fault.HOSTILE_MESSAGE);
        });
    }

    /** Nothing more befalls it. */
    void end() {
        isOver = true;
        node.medium().heal();
        node.calm();
        hostile.end();
    }

    private void repeat(long meanNs, Runnable mishap) {
        repeatBy(dice, meanNs, mishap);
    }

    private void repeatBy(Dice by, long meanNs, Runnable mishap) {
        if (meanNs > 0) {
            world.after(by.around(meanNs), () -> {
                if (!isOver) {
                    if (node.isUp()) {
                        mishap.run();
                    }
                    repeatBy(by, meanNs, mishap);
                }
            });
        }
    }

    private void crash() {
        if (crashesLeft-- <= 0) {
            return; // one that never gets anywhere shows nothing
        }
        if (dice.chance(0.3)) {
            node.failNextRecovery(dice.between(1, LONGEST_RECOVERY));
        }
        if (later.chance(CRASH_IN_NAMING)) {
            node.disk().losePowerInNaming();
        } else if (dice.chance(plan.crashAtWrite())) {
            node.disk().losePowerAt(dice.between(1, 4));
        } else {
            switch (dice.nextInt(3)) {
                case 0 -> node.losePower();
                case 1 -> node.kill();
                default -> stop();
            }
        }
    }

    /** An orderly stop waits for what is under way; one that need not wait is as good. */
    private void stop() {
        if (node.isResting()) {
            node.stop();
        } else {
            node.kill();
        }
    }

    private void rot() {
        List<Medium.Spot> spots = node.medium().spots();
        if (!spots.isEmpty()) {
            Medium.Spot spot = spots.get(dice.nextInt(spots.size()));
            int position = spot.position() + dice.nextInt(spot.length());
            Medium.Flip flip = new Medium.Flip(spot.name(), position, dice.nextInt(8));
            node.note("a bit rots: " + flip);
            node.medium().flip(flip);
            world.count(Fault.BIT_ROTTED);
        }
    }

    private void jump() {
        long ns = dice.between(-3_600, 3_600) * (dice.nextBoolean() ? SECOND_NS : 1_000L);
        node.note("clock jumps: ns=" + ns);
        node.clock().jump(ns);
        world.count(ns < 0 ? Fault.CLOCK_SET_BACK : Fault.CLOCK_SET_FORWARD);
    }

    private void changeDisk() {
        DiskFaults faults =
                switch (dice.nextInt(3)) {
                    case 0 -> plan.disk().withReads(plan.misreads());
                    case 1 -> plan.disk().withCapacity(node.medium().usedBytes() + dice.between(0, 1 << 20));
                    default -> node.usualFaults();
                };
        node.note("disk changes: " + faults);
        node.disk().setFaults(faults);
    }
}
