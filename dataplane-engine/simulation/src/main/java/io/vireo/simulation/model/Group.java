package io.vireo.simulation.model;

import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.simulation.world.SimulatedClock;
import io.vireo.simulation.world.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Items that operations can touch together, and everything that they may hold, given what the engine has answered so far.
 *
 * <p>An operation takes effect at one moment between its start and its answer. So there are several possibilities while some are under way: each is a state of the
 * items and the operations that have taken effect in it before their answer. An answer leaves those in which it is right; when none is left the engine was wrong. A
 * crash ends all operations under way: each has taken effect or never will.
 * Source: Lowe, "Testing for linearizability", Concurrency and Computation 2017 (just-in-time linearization).
 */
final class Group {
    private static final int POSSIBILITY_LIMIT = 20_000;

    /** From the acknowledgement of a write by the interval to when the slowest disk has it. */
    private static final long AHEAD_NS_MAX = Limits.INTERVAL_NS + 5_000_000_000L;

    /**
     * Before a write that was acknowledged ahead of the disk: a crash may bring that back.
     *
     * @param tick when it was acknowledged, in the order of what happens to the group
     * @param timeNs the same in virtual time
     * @param path of the write
     */
    private record Floor(long tick, long timeNs, String path, Set<Items> items) {}

    /** Each write moves the time of its partition by one, while a clock that was set back catches up. */
    private static final long SLACK_NS = 10_000;

    /** One way in which things can be. */
    private record Possibility(Items items, Map<Long, Expected> effects) {}

    /** What an operation that nobody will hear of comes to: possibilities that differ in nothing else are one. */
    private static final Expected UNSEEN = Expected.done(null);

    /** When an operation began, by the clock of the machine, and how often that had been set back. */
    private record Begun(long clockNs, int backJumps) {}

    private final Matcher matcher;
    private final SimulatedClock clock;
    private final Map<Long, Begun> begun = new HashMap<>();
    private final Set<Long> abandoned = new HashSet<>();
    private final Map<Long, Operation> underWay = new LinkedHashMap<>();
    private final List<Floor> floors = new ArrayList<>();
    private final Map<Long, Long> beganAt = new HashMap<>();
    private final boolean isOneLog;
    private Set<Possibility> possibilities = new LinkedHashSet<>();
    private long tick;

    /** @param isOneLog whether all items of an engine are in one log */
    Group(Matcher matcher, SimulatedClock clock, boolean isOneLog) {
        this.matcher = matcher;
        this.clock = clock;
        this.isOneLog = isOneLog;
        possibilities.add(new Possibility(Items.NONE, Map.of()));
    }

    void begin(Operation operation) {
        underWay.put(operation.id(), operation);
        beganAt.put(operation.id(), ++tick);
        begun.put(operation.id(), new Begun(clock.nowNs(), clock.backJumps()));
    }

    /** An operation will have no answer, and may take effect until {@link #endAll}. */
    void abandon(long id) {
        Operation operation = underWay.get(id);
        if (operation == null) {
            return;
        }
        Set<Possibility> rest = new LinkedHashSet<>();
        if (operation.isWrite()) {
            abandoned.add(id);
            possibilities.forEach(possibility -> rest.add(unseen(possibility, id)));
        } else {
            underWay.remove(id);
            begun.remove(id);
            possibilities.forEach(possibility -> rest.add(without(possibility, operation)));
        }
        possibilities = rest;
    }

    private static Possibility unseen(Possibility possibility, long id) {
        Map<Long, Expected> effects = new HashMap<>(possibility.effects());
        effects.computeIfPresent(id, (_, _) -> UNSEEN);
        return new Possibility(possibility.items(), effects);
    }

    int underWayCount() {
        return underWay.size();
    }

    /**
     * An operation that was begun has this answer. Returns what it can be the answer of.
     *
     * @param isAhead whether the engine may have answered before the disk has it
     */
    List<Expected> answered(Operation operation, Answer answer, boolean isAhead, long nowNs) {
        boolean isAheadOfDisk = isAhead && answer.status() == Status.OK;
        Set<Items> before = isAheadOfDisk ? closureItems() : Set.of();
        List<Expected> expected = answered(operation, answer);
        if (isAheadOfDisk) {
            floors.add(new Floor(++tick, nowNs, operation.path(), before));
        } else {
            // Whoever reads an item, or writes with a force, is answered when what was before is on the disk.
            long began = beganAt.getOrDefault(operation.id(), 0L);
            boolean isForced = operation.isWrite() && isOneLog && answer.status() == Status.OK;
            floors.removeIf(
                    floor -> floor.tick() <= began && (isForced || floor.path().equals(operation.path())));
        }
        beganAt.remove(operation.id());
        return expected;
    }

    private Set<Items> closureItems() {
        Set<Items> items = new LinkedHashSet<>();
        closure().forEach(possibility -> items.add(possibility.items()));
        return items;
    }

    private List<Expected> answered(Operation operation, Answer answer) {
        Map<Possibility, Expected> survivors = new LinkedHashMap<>();
        Set<Possibility> seen = new LinkedHashSet<>();
        ArrayDeque<Possibility> open = new ArrayDeque<>(possibilities);
        while (!open.isEmpty()) {
            Possibility possibility = open.remove();
            if (!seen.add(possibility)) {
                continue;
            }
            requireFew(seen);
            addExpired(possibility, open);
            Expected effect = possibility.effects().get(operation.id());
            if (effect != null) {
                keepMatching(operation, answer, possibility, effect, survivors);
                continue;
            }
            Possibility now = apply(operation, possibility);
            keepMatching(operation, answer, now, now.effects().get(operation.id()), survivors);
            for (Operation other : underWay.values()) {
                if (other.id() != operation.id() && !possibility.effects().containsKey(other.id())) {
                    open.add(apply(other, possibility));
                }
            }
        }
        if (survivors.isEmpty()) {
            throw new Violation("answer cannot be: operation=" + operation.id() + " " + operation + "\n  answer: "
                    + answer + "\n  possible: " + describe(operation));
        }
        underWay.remove(operation.id());
        begun.remove(operation.id());
        possibilities = new LinkedHashSet<>(survivors.keySet());
        Expected only = agreed(survivors.values());
        if (only != null) {
            matcher.learn(operation, only, answer);
        }
        return List.copyOf(survivors.values());
    }

    private void keepMatching(
            Operation operation,
            Answer answer,
            Possibility possibility,
            @Nullable Expected effect,
            Map<Possibility, Expected> survivors) {
        if (effect != null && matcher.matches(operation, effect, answer)) {
            survivors.put(without(possibility, operation), effect);
        }
    }

    private static @Nullable Expected agreed(Iterable<Expected> effects) {
        Expected first = null;
        for (Expected effect : effects) {
            if (first != null && !effect.equals(first)) {
                return null;
            }
            first = effect;
        }
        return first;
    }

    private Possibility apply(Operation operation, Possibility possibility) {
        Rules.Step step = Rules.apply(operation, expired(operation, possibility.items()));
        Map<Long, Expected> effects = new HashMap<>(possibility.effects());
        effects.put(operation.id(), abandoned.contains(operation.id()) ? UNSEEN : step.expected());
        return new Possibility(step.items(), effects);
    }

    /** What certainly has expired by the time at which an operation takes effect. */
    private Items expired(Operation operation, Items items) {
        Begun start = begun.get(operation.id());
        return start == null || start.backJumps() != clock.backJumps() ? items : items.expiredBy(start.clockNs());
    }

    /** What may have expired may be gone. */
    private void addExpired(Possibility possibility, ArrayDeque<Possibility> open) {
        Items items = possibility.items().expiredBy(clock.latestNs() + SLACK_NS);
        if (!items.equals(possibility.items())) {
            open.add(new Possibility(items, possibility.effects()));
        }
    }

    private static Possibility without(Possibility possibility, Operation operation) {
        Map<Long, Expected> effects = new HashMap<>(possibility.effects());
        effects.remove(operation.id());
        return new Possibility(possibility.items(), effects);
    }

    /** The engine says that an operation had no effect. */
    void hadNoEffect(Operation operation, Status status) {
        underWay.remove(operation.id());
        begun.remove(operation.id());
        possibilities.removeIf(possibility -> {
            Expected effect = possibility.effects().get(operation.id());
            return operation.isWrite() && effect != null && effect.isDone();
        });
        Set<Possibility> rest = new LinkedHashSet<>();
        possibilities.forEach(possibility -> rest.add(without(possibility, operation)));
        possibilities = rest;
        if (possibilities.isEmpty()) {
            throw new Violation("operation was refused, and its effect was seen: operation=" + operation.id() + " "
                    + operation + " status=" + status);
        }
    }

    /** Nothing that is under way will take effect any more unless it has. */
    void endAll() {
        Set<Possibility> ended = new LinkedHashSet<>();
        for (Possibility possibility : closure()) {
            ended.add(new Possibility(possibility.items(), Map.of()));
            if (clock.backJumps() > 0) {
                ended.add(new Possibility(possibility.items().withExpired(), Map.of()));
            }
        }
        possibilities = ended;
        underWay.clear();
        begun.clear();
        abandoned.clear();
    }

    /** The engine has crashed: what was acknowledged ahead of the disk may be gone, from the last one on. Whether that could be of anything. */
    boolean crash(long nowNs) {
        endAll();
        floors.removeIf(floor -> nowNs - floor.timeNs() > AHEAD_NS_MAX);
        if (!isOneLog && floors.stream().map(Floor::path).distinct().count() > 1) {
            // Each log may have lost an end of its own: what is left is a mixture that nobody noted.
            throw new UndecidedException();
        }
        boolean isUncertain = !floors.isEmpty();
        for (Floor floor : floors) {
            floor.items().forEach(items -> possibilities.add(new Possibility(items, Map.of())));
        }
        requireFew(possibilities);
        floors.clear();
        beganAt.clear();
        return isUncertain;
    }

    /** Adds what may be under each path at this moment; null: nothing. */
    void addPossible(Map<String, Set<@Nullable ItemState>> target) {
        for (Possibility possibility : closure()) {
            target.forEach((path, states) -> states.add(possibility.items().find(path)));
        }
    }

    /** What is under a path, when that is certain for everybody; else any of what may be. */
    List<Items> possibleItems() {
        List<Items> items = new ArrayList<>();
        possibilities.forEach(possibility -> items.add(possibility.items()));
        return items;
    }

    private Set<Possibility> closure() {
        Set<Possibility> seen = new LinkedHashSet<>();
        ArrayDeque<Possibility> open = new ArrayDeque<>(possibilities);
        while (!open.isEmpty()) {
            Possibility possibility = open.remove();
            if (seen.add(possibility)) {
                requireFew(seen);
                addExpired(possibility, open);
                for (Operation other : underWay.values()) {
                    if (other.isWrite() && !possibility.effects().containsKey(other.id())) {
                        open.add(apply(other, possibility));
                    }
                }
            }
        }
        return seen;
    }

    private static void requireFew(Set<Possibility> seen) {
        if (seen.size() > POSSIBILITY_LIMIT) {
            throw new UndecidedException();
        }
    }

    private String describe(Operation operation) {
        StringBuilder text = new StringBuilder();
        for (Possibility possibility : possibilities) {
            Expected effect = possibility.effects().get(operation.id());
            text.append("\n    ")
                    .append(
                            effect != null
                                    ? effect
                                    : apply(operation, possibility).effects().get(operation.id()));
            text.append("  in ").append(possibility.items().byPath());
            if (text.length() > 4_000) {
                text.append("\n    …");
                break;
            }
        }
        return text + "\n  under way: " + underWay.values();
    }
}
