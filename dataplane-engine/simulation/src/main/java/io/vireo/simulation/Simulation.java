package io.vireo.simulation;

import io.vireo.simulation.history.History;
import io.vireo.simulation.history.Linearizability;
import io.vireo.simulation.model.UndecidedException;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.Faults;
import io.vireo.simulation.world.Violation;
import io.vireo.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of whole engines on one thread, with everything that chance decides drawn from a seed: what clients ask, when what happens, what breaks. The same seed gives the same
 * run, to the last event.
 */
public final class Simulation {
    private static final long STEP_LIMIT = 5_000_000;
    /** Of a failure, unless more are asked for. */
    static final int KEPT_EVENTS = 60;

    private static final double SEVERAL_NODES = 0.2;

    private final long seed;
    private final World world;
    private final List<Traffic> traffics = new ArrayList<>();
    private final List<Mishaps> mishaps = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<History> histories = new ArrayList<>();

    /** @param crashAtChange of the disk, from 1, by which the power fails on a disk that is right else; 0: what the seed has drawn happens */
    private Simulation(long seed, int keptEvents, long crashAtChange) {
        this.seed = seed;
        Dice dice = new Dice(seed);
        world = new World(dice.split(), keptEvents);
        Dice later = new Dice(~seed);
        Dice latest = new Dice(Long.reverse(seed));
        int count = dice.chance(SEVERAL_NODES) ? 2 : 1;
        for (int i = 0; i < count; i++) {
            Plan plan = Plan.draw(dice, later, latest);
            addNode("node " + i, crashAtChange > 0 ? plan.shortAndCalm() : plan, dice, later.split());
        }
        if (crashAtChange > 0) {
            nodes.getFirst().failNextRecovery(crashAtChange);
        }
    }

    private void addNode(String name, Plan plan, Dice dice, Dice later) {
        world.note(name + " " + plan);
        Node node = new Node(name, world, plan, dice.split());
        Keyspace keys = new Keyspace(plan, dice);
        keys.spread(plan.spreadGroups());
        keys.introduceTo(node.model());
        History history = new History();
        Traffic traffic = new Traffic(world, node, plan, keys, dice.split(), history);
        nodes.add(node);
        histories.add(history);
        traffics.add(traffic);
        mishaps.add(new Mishaps(world, node, traffic, plan, dice.split(), later));
        world.after(0, node::start);
    }

    /**
     * Runs a seed to its end.
     *
     * @throws FailedRun the engine did what it must not
     */
    public static Outcome run(long seed) {
        return run(seed, KEPT_EVENTS);
    }

    /**
     * Runs a seed to its end.
     *
     * @param keptEvents that a failure tells of, counted from its end
     * @throws FailedRun the engine did what it must not
     */
    public static Outcome run(long seed, int keptEvents) {
        return run(new Simulation(seed, keptEvents, 0));
    }

    /**
     * Runs the beginning of a seed in which nothing goes wrong but that the power fails at one change of the first disk.
     *
     * @param change write, flush, making, naming or removal of a file, from 1
     * @throws FailedRun the engine did what it must not
     */
    static Outcome runCrashingAt(long seed, long change) {
        return run(new Simulation(seed, KEPT_EVENTS, change));
    }

    private static Outcome run(Simulation simulation) {
        long seed = simulation.seed;
        try {
            simulation.run();
            return simulation.outcome(true);
        } catch (UndecidedException e) {
            return simulation.outcome(false);
        } catch (AssertionError | RuntimeException e) {
            throw new FailedRun(seed, e, simulation.world.trace());
        } finally {
            simulation.nodes.forEach(Node::abandon);
        }
    }

    private void run() {
        until(() -> traffics.stream().allMatch(Traffic::isDone));
        mishaps.forEach(Mishaps::end);
        // What is left must be right on a disk that fails no more: at once, and after one more start.
        traffics.forEach(Traffic::readEverything);
        until(this::isSettled);
        until(() -> nodes.stream().allMatch(Node::isResting));
        nodes.forEach(Node::stop);
        until(this::isSettled);
        for (int i = 0; i < nodes.size(); i++) {
            requireLinearizable(traffics.get(i), histories.get(i));
        }
    }

    /** Histories of single items; not where acknowledged writes may be lost, which no history tells of. */
    private void requireLinearizable(Traffic traffic, History history) {
        if (!traffic.isRelaxed()) {
            history.end(world.nowNs());
            for (Map.Entry<String, List<Linearizability.Call>> item :
                    history.byPath().entrySet()) {
                if (isJudged(item.getKey()) && !Linearizability.isLinearizable(item.getValue())) {
                    throw new Violation("history of an item is not linearizable: path=" + item.getKey() + " calls="
                            + item.getValue());
                }
            }
        }
    }

    private boolean isSettled() {
        return nodes.stream().allMatch(Node::isUp) && traffics.stream().allMatch(Traffic::isDone);
    }

    /** Batches change other items, and time some, of which histories say nothing. */
    private static boolean isJudged(String path) {
        return !Keyspace.mayExpire(path)
                && !path.startsWith("bat")
                && !path.startsWith("streams")
                && !path.startsWith("beside");
    }

    private interface Condition {
        boolean holds();
    }

    private void until(Condition condition) {
        long steps = 0;
        while (!condition.holds()) {
            if (!world.step() || ++steps > STEP_LIMIT) {
                throw new Violation("run does not come to an end: seed=" + seed);
            }
        }
    }

    private Outcome outcome(boolean isDecided) {
        return new Outcome(
                seed,
                world.trace().hash(),
                world.trace().count(),
                nodes.stream().mapToInt(Node::startCount).sum(),
                isDecided,
                world.faults());
    }

    /**
     * What came of a run that went well.
     *
     * @param traceHash of everything that happened
     * @param events that were noted
     * @param starts of engines
     * @param isDecided whether it could be followed to its end; else it was right as far as that
     * @param faults that happened
     */
    public record Outcome(long seed, long traceHash, long events, int starts, boolean isDecided, Faults faults) {}
}
