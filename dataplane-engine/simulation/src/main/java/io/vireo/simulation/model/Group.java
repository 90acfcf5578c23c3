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
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
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
     * Before a write that was acknowledged ahead of the disk: a crash may bring that back, of the log that the write is in.
     *
     * @param beganTick when it was asked for, in the order of what happens
     * @param tick when it was acknowledged
     * @param timeNs the same in virtual time
     * @param path of the write
     * @param items of its log, in all the ways in which they may have been
     */
    private record Floor(long beganTick, long tick, long timeNs, String path, int log, Set<Items> items) {}

    /** Is told what must be durable. */
    interface Forced {
        /** What was acknowledged by a log before this. */
        void forced(int log, long beforeTick);
    }

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
    private final ToIntFunction<String> logOf;
    private final LongSupplier ticks;
    private final Forced forced;
    private final BooleanSupplier mayBeDamaged;
    private Set<Possibility> possibilities = new LinkedHashSet<>();

    /**
     * Without items.
     *
     * @param logOf the log that a path's changes are in
     * @param ticks counts what happens, for all groups
     * @param forced is told when an answer shows that something must be durable
     * @param mayBeDamaged whether the engine may take a record for damaged
     */
    Group(
            Matcher matcher,
            SimulatedClock clock,
            ToIntFunction<String> logOf,
            LongSupplier ticks,
            Forced forced,
            BooleanSupplier mayBeDamaged) {
        this.matcher = matcher;
        this.clock = clock;
        this.logOf = logOf;
        this.ticks = ticks;
        this.forced = forced;
        this.mayBeDamaged = mayBeDamaged;
        possibilities.add(new Possibility(Items.NONE, Map.of()));
    }

    void begin(Operation operation) {
        underWay.put(operation.id(), operation);
        beganAt.put(operation.id(), ticks.getAsLong());
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
        int log = logOf.applyAsInt(operation.path());
        Set<Items> before = isAheadOfDisk ? closureItems(log) : Set.of();
        List<Expected> expected = answered(operation, answer);
        Long known = beganAt.remove(operation.id());
        long began = known == null ? 0 : known;
        if (isAheadOfDisk) {
            floors.add(new Floor(began, ticks.getAsLong(), nowNs, operation.path(), log, before));
        } else if (operation.isWrite() && answer.status() == Status.OK) {
            forced.forced(log, began); // answered when what was before in that log is on the disk
        } else {
            hasRead(operation.path(), log, began);
        }
        return expected;
    }

    /** Whoever reads an item is answered when it is on the disk as it was then; and so is what was in its log before that. */
    private void hasRead(String path, int log, long began) {
        long durable = Long.MIN_VALUE;
        for (Floor floor : floors) {
            if (floor.path().equals(path) && floor.tick() <= began) {
                durable = Math.max(durable, floor.beganTick());
            }
        }
        floors.removeIf(floor -> floor.path().equals(path) && floor.tick() <= began);
        forced.forced(log, durable);
    }

    /** What was acknowledged by a log before this is durable. */
    void forced(int log, long beforeTick) {
        floors.removeIf(floor -> floor.log() == log && floor.tick() < beforeTick);
    }

    private Set<Items> closureItems(int log) {
        Set<Items> items = new LinkedHashSet<>();
        closure().forEach(possibility -> items.add(possibility.items().of(isIn(log))));
        return items;
    }

    private Predicate<String> isIn(int log) {
        return path -> logOf.applyAsInt(path) == log;
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
            for (Possibility now : apply(operation, possibility)) {
                keepMatching(operation, answer, now, now.effects().get(operation.id()), survivors);
            }
            for (Operation other : underWay.values()) {
                if (other.id() != operation.id() && !possibility.effects().containsKey(other.id())) {
                    open.addAll(apply(other, possibility));
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

    /** What an operation makes of things: one possibility, or several when what it replaces may be damaged. */
    private List<Possibility> apply(Operation operation, Possibility possibility) {
        Items items = expired(operation, possibility.items());
        List<Possibility> applied = new ArrayList<>();
        applied.add(apply(operation, possibility, items, Set.of()));
        if (mayBeDamaged.getAsBoolean()) {
            for (Set<String> damaged : subsets(Rules.replaced(operation, items))) {
                applied.add(apply(operation, possibility, items, damaged));
            }
        }
        return applied;
    }

    private Possibility apply(Operation operation, Possibility possibility, Items items, Set<String> damaged) {
        Rules.Step step = Rules.apply(operation, items, damaged);
        Map<Long, Expected> effects = new HashMap<>(possibility.effects());
        effects.put(operation.id(), abandoned.contains(operation.id()) ? UNSEEN : step.expected());
        return new Possibility(step.items(), effects);
    }

    /** All but the empty one. */
    private static List<Set<String>> subsets(Set<String> of) {
        List<Set<String>> subsets = new ArrayList<>();
        for (String each : of) {
            for (Set<String> smaller : List.copyOf(subsets)) {
                Set<String> larger = new HashSet<>(smaller);
                larger.add(each);
                subsets.add(larger);
            }
            subsets.add(Set.of(each));
        }
        return subsets;
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

    /**
     * The engine has crashed: what was acknowledged ahead of the disk may be gone, of each log from some write on. Whether that could be of anything.
     *
     * <p>What a log has lost is its end: its items are as they were before one of the writes that may be gone. Another log may have lost less, or more.
     */
    boolean crash(long nowNs) {
        endAll();
        beganAt.clear();
        floors.removeIf(floor -> nowNs - floor.timeNs() > AHEAD_NS_MAX);
        Map<Integer, Set<Items>> ends = new TreeMap<>();
        floors.forEach(floor ->
                ends.computeIfAbsent(floor.log(), _ -> new LinkedHashSet<>()).addAll(floor.items()));
        floors.clear();
        for (Map.Entry<Integer, Set<Items>> end : ends.entrySet()) {
            Predicate<String> isOfLog = isIn(end.getKey());
            Set<Possibility> left = new LinkedHashSet<>(possibilities);
            for (Possibility possibility : possibilities) {
                for (Items items : end.getValue()) {
                    left.add(new Possibility(possibility.items().with(items, isOfLog), Map.of()));
                    requireFew(left);
                }
            }
            possibilities = left;
        }
        return !ends.isEmpty();
    }

    /** Adds what may be under each path at this moment; null: nothing. */
    void addPossible(Map<String, Set<@Nullable ItemState>> target) {
        for (Possibility possibility : closure()) {
            target.forEach((path, states) -> states.add(possibility.items().find(path)));
        }
    }

    /** Adds those of the paths under which something has expired that may not have been removed: until then its directory is there. */
    void addExpired(Set<String> paths, Set<String> target) {
        for (Possibility possibility : possibilities) {
            for (String path : paths) {
                ItemState state = possibility.items().byPath().get(path);
                if (state != null && state.isExpired()) {
                    target.add(path);
                }
            }
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
                        open.addAll(apply(other, possibility));
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
                                    : apply(operation, possibility, possibility.items(), Set.of())
                                            .effects()
                                            .get(operation.id()));
            text.append("  in ").append(possibility.items().byPath());
            if (text.length() > 4_000) {
                text.append("\n    …");
                break;
            }
        }
        return text + "\n  under way: " + underWay.values();
    }
}
