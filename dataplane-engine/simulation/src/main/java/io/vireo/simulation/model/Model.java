package io.vireo.simulation.model;

import io.vireo.channel.message.Status;
import io.vireo.simulation.world.SimulatedClock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * All that one engine may hold, judged from what its clients asked and were answered: every answer is checked, and so is what it holds after every crash, because the
 * possibilities outlive the engine. Threads: one.
 */
public final class Model {
    private final Map<String, Group> groups = new TreeMap<>();
    private final List<ListingCheck> listings = new ArrayList<>();
    private final Facts facts = new Facts();
    private final Matcher matcher;
    private final SimulatedClock clock;
    private final LongSupplier nowNs;
    private final ToIntFunction<String> logOf;
    private final BooleanSupplier mayBeDamaged;
    private long lastTick;

    /**
     * An engine without items.
     *
     * @param nowNs virtual time, which no clock of the engine's changes
     * @param logOf the log that a path's changes are in
     * @param mayBeDamaged whether the engine may take a record for damaged
     */
    public Model(SimulatedClock clock, LongSupplier nowNs, ToIntFunction<String> logOf, BooleanSupplier mayBeDamaged) {
        this.clock = clock;
        matcher = new Matcher(facts, clock);
        this.nowNs = nowNs;
        this.logOf = logOf;
        this.mayBeDamaged = mayBeDamaged;
    }

    /** Paths that operations may touch together. Before anything else. */
    public void group(List<String> paths) {
        Group group = new Group(matcher, clock, logOf, () -> ++lastTick, this::forced, mayBeDamaged);
        paths.forEach(path -> groups.put(path, group));
    }

    private void forced(int log, long beforeTick) {
        groups.values().stream().distinct().forEach(group -> group.forced(log, beforeTick));
    }

    /** All paths that there may be. */
    public List<String> paths() {
        return List.copyOf(groups.keySet());
    }

    /** Operations of the same group that have no answer yet. */
    public int underWayCount(String path) {
        return group(path).underWayCount();
    }

    private Group group(String path) {
        Group group = groups.get(path);
        if (group == null) {
            throw new IllegalArgumentException("path is in no group: path=" + path);
        }
        return group;
    }

    /** A client sends an operation. */
    public void begin(Operation operation) {
        beginTimes(operation);
        Group group = group(operation.path());
        group.begin(operation);
        if (operation.isWrite()) {
            listings.forEach(listing -> listing.add(group));
        }
    }

    private void beginTimes(Operation operation) {
        switch (operation) {
            case Operation.Batch batch -> batch.parts().forEach(this::beginTimes);
            case Operation.CreateStream create -> {
                facts.retains(create.path(), create.retentionSeconds());
                facts.begins(create.id(), create.path());
            }
            case Operation.Rename rename -> facts.begins(rename.id(), rename.target());
            case Operation.Put _, Operation.Update _, Operation.Append _ ->
                facts.begins(operation.id(), operation.path());
            case Operation.Delete _, Operation.Get _, Operation.Seek _, Operation.Read _ -> {}
        }
    }

    /**
     * It was answered. Returns what it can be the answer of.
     *
     * @param isRelaxed whether its client's writes are acknowledged by the interval
     */
    public List<Expected> answered(Operation operation, Answer answer, boolean isRelaxed) {
        boolean isAhead = isRelaxed
                && switch (operation) {
                    case Operation.Put _,
                            Operation.Update _,
                            Operation.Delete _,
                            Operation.Append _,
                            Operation.Batch _ -> true;
                    case Operation.CreateStream _,
                            Operation.Rename _,
                            Operation.Get _,
                            Operation.Seek _,
                            Operation.Read _ -> false;
                };
        return group(operation.path()).answered(operation, answer, isAhead, nowNs.getAsLong());
    }

    /** It was refused for a reason that is not in the data: nothing may have come of it. */
    public void hadNoEffect(Operation operation, Status status) {
        group(operation.path()).hadNoEffect(operation, status);
    }

    /** An operation will have no answer: its client is dead, or was told that nobody knows. */
    public void abandon(long id) {
        groups.values().stream().distinct().forEach(group -> group.abandon(id));
    }

    /** Compares what is read through a pin with what was pinned. */
    public boolean isPinned(Operation.Get get, List<Expected> pinned, Answer answer) {
        return pinned.stream().anyMatch(expected -> matcher.matches(get, expected, answer));
    }

    /** A client sends a request for a page. */
    public ListingCheck beginListing(ListingCheck.Request request) {
        Map<String, Group> scope = new TreeMap<>();
        for (String path : groups.keySet()) {
            if (request.isInScope(path)) {
                scope.put(path, group(path));
            }
        }
        ListingCheck listing = new ListingCheck(request, scope, matcher);
        listings.add(listing);
        return listing;
    }

    /** The page is there, or never will be. */
    public void endListing(ListingCheck listing) {
        listings.remove(listing);
    }

    /** The engine crashed: {@link #endAll}, and what it acknowledged by the interval may be gone, of each log from some moment on. */
    public void crashed() {
        boolean isUncertain = false;
        for (Group group : new LinkedHashSet<>(groups.values())) {
            isUncertain |= group.crash(nowNs.getAsLong());
        }
        if (isUncertain) {
            facts.forgetUncertain();
        }
        listings.clear();
    }

    /** Nothing that is under way will take effect any more unless it has: the engine rests. */
    public void endAll() {
        groups.values().stream().distinct().forEach(Group::endAll);
        listings.clear();
    }

    /** States that may be under a path, in any of the possibilities that the last answers left. */
    public List<ItemState> statesOf(String path) {
        List<ItemState> states = new ArrayList<>();
        for (Items items : group(path).possibleItems()) {
            ItemState state = items.find(path);
            if (state != null) {
                states.add(state);
            }
        }
        return states;
    }
}
