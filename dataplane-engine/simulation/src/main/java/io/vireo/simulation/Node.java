package io.vireo.simulation;

import io.vireo.channel.Grant;
import io.vireo.channel.Placement;
import io.vireo.engine.EngineConfig;
import io.vireo.engine.Limits;
import io.vireo.engine.ReactorGroup;
import io.vireo.engine.io.DiskAccess;
import io.vireo.engine.io.DiskWaker;
import io.vireo.engine.reactor.Reactor;
import io.vireo.simulation.client.SimulatedConnection;
import io.vireo.simulation.client.SimulatedEntrance;
import io.vireo.simulation.model.Model;
import io.vireo.simulation.world.Background;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.DiskFaults;
import io.vireo.simulation.world.Fault;
import io.vireo.simulation.world.Medium;
import io.vireo.simulation.world.PowerLoss;
import io.vireo.simulation.world.SimulatedClock;
import io.vireo.simulation.world.SimulatedDisk;
import io.vireo.simulation.world.Violation;
import io.vireo.simulation.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine with an engine: its disk, its clock, its reactors. It can be started, stopped and crashed any number of times; the disk and what must be on it stay. Machines of
 * one world share its time alone: a network between them would be another kind of event of the world. Threads: one.
 */
final class Node {
    private static final long SCRUB_BYTES_PER_SECOND = 1 << 24;

    /** Then reads are right until the engine is up: a start that never comes about shows nothing. */
    private static final int MOST_REFUSED_STARTS = 3;

    /** Who is told when the engine comes and goes. */
    interface Listener {
        void started();

        void ended();
    }

    private final String name;
    private final World world;
    private final Plan plan;
    private final Dice dice;
    private final SimulatedClock clock;
    private final Medium medium;
    private final Model model;
    private final EngineConfig config;
    private final List<SimulatedEntrance> entrances = new ArrayList<>();
    private List<Reactor> reactors = List.of();
    private SimulatedDisk disk;
    private @Nullable ReactorGroup group;
    private Listener listener = new Listener() {
        @Override
        public void started() {}

        @Override
        public void ended() {}
    };
    private Background background;
    private long lossInRecovery;

    /** Starts one after the other that were refused because of reads that went wrong. */
    private int refusedStarts;

    private int startCount;
    private boolean isBreakable = true;

    Node(String name, World world, Plan plan, Dice dice) {
        this.name = name;
        this.world = world;
        this.plan = plan;
        this.dice = dice;
        this.clock = new SimulatedClock(world);
        this.medium = new Medium(dice.split(), world::count);
        this.model = new Model(clock, world::nowNs, this::logOf, this::mayBeDamaged);
        this.disk = new SimulatedDisk(world, medium);
        this.background = new Background(world);
        this.config = new EngineConfig(
                Path.of("/simulated"),
                Path.of("/simulated/engine.sock"),
                plan.reactors(),
                plan.partitions(),
                Path.of("/simulated/grant.key"),
                Limits.SEGMENT_LENGTH_MIN,
                plan.memoryBytes(),
                plan.checkpointBytes(),
                SCRUB_BYTES_PER_SECOND,
                0,
                DiskAccess.Choice.BEST);
    }

    private int logOf(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return Placement.reactor(Placement.partition(Keyspace.CONTAINER, bytes, plan.partitions()), plan.reactors());
    }

    /** Whether the engine has reason to take something that it read for damaged. */
    boolean mayBeDamaged() {
        return medium.hasRotted() || disk.hasMisread();
    }

    Model model() {
        return model;
    }

    SimulatedClock clock() {
        return clock;
    }

    Medium medium() {
        return medium;
    }

    SimulatedDisk disk() {
        return disk;
    }

    int startCount() {
        return startCount;
    }

    void tell(Listener newListener) {
        listener = newListener;
    }

    boolean isUp() {
        return group != null;
    }

    /** Whether nothing is done, and nothing will be unless a client asks. */
    boolean isResting() {
        return group != null
                && disk.pending() == 0
                && background.isEmpty()
                && entrances.stream().allMatch(SimulatedEntrance::isAsleep);
    }

    void note(String event) {
        world.note(name + " " + event);
    }

    /** What the disk does wrong when nothing else was drawn. */
    DiskFaults usualFaults() {
        return DiskFaults.NONE.withReads(plan.misreads()).withCapacity(plan.capacityBytes());
    }

    /** From now on nothing happens to it any more. */
    void calm() {
        isBreakable = false;
        disk.setFaults(DiskFaults.NONE);
    }

    /** Has the power fail during the next recovery, at this change of the disk. */
    void failNextRecovery(long change) {
        lossInRecovery = change;
    }

    /** Recovers and runs, unless the power fails meanwhile: then it is tried again. */
    void start() {
        disk = new SimulatedDisk(world, medium);
        if (isBreakable && refusedStarts < MOST_REFUSED_STARTS) {
            disk.setFaults(usualFaults());
        }
        background = new Background(world);
        if (lossInRecovery > 0 && isBreakable) {
            disk.losePowerAt(lossInRecovery);
        }
        lossInRecovery = 0;
        entrances.clear();
        List<DiskWaker> wakers = new ArrayList<>();
        for (int i = 0; i < plan.reactors(); i++) {
            SimulatedEntrance entrance = new SimulatedEntrance(world);
            entrances.add(entrance);
            wakers.add(entrance::wake);
        }
        try {
            disk.await(true);
            ReactorGroup recovered = ReactorGroup.recover(config, disk, clock, dice.split(), background, wakers);
            disk.await(false);
            group = recovered;
            reactors = recovered.reactors(entrances, this::fault);
        } catch (PowerLoss e) {
            startAgain("power is lost during recovery");
            return;
        } catch (IOException | RuntimeException e) {
            refused(e);
            return;
        }
        startCount++;
        refusedStarts = 0;
        if (isBreakable) {
            disk.setFaults(usualFaults());
        }
        note("started");
        for (int i = 0; i < reactors.size(); i++) {
            Reactor reactor = reactors.get(i);
            entrances.get(i).start(() -> round(reactor));
        }
        listener.started();
    }

    private void startAgain(String why) {
        note(why);
        world.count(Fault.POWER_LOST_IN_START);
        disk.losePower();
        world.after(dice.around(1_000_000), this::start);
    }

    /** An engine may refuse to start on rotten bits, and on reads that go wrong, when it says where that was; turned back, or read again, they must do no harm. */
    private void refused(Exception reason) {
        if (disk.isLost()) {
            startAgain("power is lost during recovery");
            return;
        }
        String message = String.valueOf(reason.getMessage());
        boolean isAboutDisk = (!medium.flips().isEmpty() || disk.hasMisread())
                && message.contains("file=")
                && message.contains("offset=");
        if (!isAboutDisk) {
            throw new Violation("engine does not start: " + reason, reason);
        }
        note("refuses to start: " + message);
        world.count(Fault.START_REFUSED);
        refusedStarts++;
        medium.heal();
        disk.endProcess();
        world.after(1, this::start);
    }

    private void fault(Throwable fault) {
        throw new Violation("engine failed on a request: " + fault, fault);
    }

    private void round(Reactor reactor) {
        try {
            reactor.round();
        } catch (PowerLoss e) {
            // What it was doing ends here.
        } catch (Violation e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            if (!disk.isLost()) {
                throw new Violation("reactor died: " + e, e);
            }
        }
        if (disk.isLost() && group != null) {
            down("power is lost during a write");
        }
    }

    /** Lets a client in. */
    SimulatedConnection connect(int reactor, Grant grant, int ringCapacity, int arenaLength, Runnable onReply) {
        SimulatedConnection connection =
                new SimulatedConnection(grant, ringCapacity, arenaLength, onReply, () -> world.count(Fault.RING_FULL));
        entrances.get(reactor).accept(connection);
        return connection;
    }

    /** The power fails. */
    void losePower() {
        if (group != null) {
            world.count(Fault.POWER_LOST);
            disk.losePower();
            down("power is lost");
        }
    }

    /** The process is killed. */
    void kill() {
        if (group != null) {
            world.count(Fault.PROCESS_KILLED);
            disk.endProcess();
            down("killed");
        }
    }

    /** The process ends in order, when it {@link #isResting}. */
    void stop() {
        if (group != null) {
            close();
            disk.endProcess();
            down("stopped");
        }
    }

    /** The run is over: frees what a process would. */
    void abandon() {
        if (group != null) {
            disk.endProcess();
            listener.ended();
            entrances.forEach(SimulatedEntrance::stop);
            close();
            group = null;
        }
    }

    private void down(String how) {
        note(how);
        listener.ended();
        entrances.forEach(SimulatedEntrance::stop);
        close();
        group = null;
        reactors = List.of();
        model.crashed();
        world.after(dice.around(500_000), this::start);
    }

    private void close() {
        ReactorGroup closing = group;
        if (closing != null) {
            try {
                background.finish();
                closing.close();
            } catch (IOException | PowerLoss e) {
                if (!disk.isLost()) {
                    throw new Violation("engine does not close: " + e, e);
                }
            }
        }
    }
}
