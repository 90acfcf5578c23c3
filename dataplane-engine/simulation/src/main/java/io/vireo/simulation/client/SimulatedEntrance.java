package io.vireo.simulation.client;

import io.vireo.engine.reactor.Connection;
import io.vireo.engine.reactor.Entrance;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a reactor's clients come in, and the scheduler of that reactor: a round that did something is followed by another, one that did nothing by sleep, until somebody
 * wakes it or its time is over. Nothing else lets it go on, so a lost wake-up shows as a client that waits. Threads: one.
 */
public final class SimulatedEntrance implements Entrance {
    private static final long ROUND_NS = 2_000;
    private static final long WAKE_NS = 25_000;

    private final World world;
    private final Dice dice;
    private final ArrayDeque<SimulatedConnection> arriving = new ArrayDeque<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private Runnable round = () -> {};
    private boolean isStopped;
    private boolean isAsleep;
    private boolean isWakeRequested;
    private long planned;

    /** An entrance without a reactor. */
    public SimulatedEntrance(World world) {
        this.world = world;
        this.dice = world.dice().split();
    }

    /** Begins to run a reactor's rounds. */
    public void start(Runnable newRound) {
        round = newRound;
        plan(ROUND_NS);
    }

    /** No round is run any more: the process is gone. */
    public void stop() {
        isStopped = true;
        round = () -> {}; // what is planned lets go of the reactor
        arriving.forEach(SimulatedConnection::vanish);
        connections.forEach(SimulatedConnection::vanish);
    }

    /** Lets a client in. */
    public void accept(SimulatedConnection connection) {
        arriving.add(connection);
        connection.servedBy(this::wake);
        wake();
    }

    /** Ends the reactor's sleep, or keeps it from its next one. */
    public void wake() {
        isWakeRequested = true;
        if (isAsleep) {
            isAsleep = false;
            plan(dice.around(WAKE_NS));
        }
    }

    /** Whether the reactor sleeps. */
    public boolean isAsleep() {
        return isAsleep;
    }

    @Override
    public @Nullable Connection pollAccepted() {
        SimulatedConnection connection = arriving.poll();
        if (connection != null) {
            connections.add(connection);
        }
        return connection;
    }

    @Override
    public void idle(int workCount, long maxSleepNs) {
        connections.removeIf(SimulatedConnection::isClosed);
        if (workCount > 0 || isWakeRequested || connections.stream().anyMatch(SimulatedConnection::hasWork)) {
            isWakeRequested = false;
            plan(dice.around(ROUND_NS));
            return;
        }
        isAsleep = true;
        plan(maxSleepNs);
    }

    private void plan(long delayNs) {
        long plan = ++planned;
        world.after(delayNs, () -> {
            if (plan == planned && !isStopped) {
                isAsleep = false;
                round.run();
            }
        });
    }
}
