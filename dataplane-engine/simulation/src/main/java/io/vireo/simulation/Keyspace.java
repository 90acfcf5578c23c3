package io.vireo.simulation;

import io.vireo.channel.Placement;
import io.vireo.simulation.model.Model;
import io.vireo.simulation.world.Dice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths that clients use, in groups of what can concern each other. Names are such that the order of paths and the order of names differ, that one is the beginning of
 * another, and that items and directories meet.
 */
final class Keyspace {
    /** The container that the model watches. */
    static final long CONTAINER = 1;

    private static final List<String> SINGLES = List.of(
            "a",
            "a-b",
            "a.",
            "a0",
            "b/x",
            "b/y",
            "b-",
            "b/z/deep/er",
            "b.c/1",
            "c/1",
            "c/10",
            "c/2",
            "ä/ö",
            "€",
            "𝄞/1",
            "z",
            "z!",
            "zz/z");

    /**
     * Paths that one operation can be about, or whose meaning depends on each other.
     *
     * @param kind what they are used for
     * @param limit of operations under way at once
     */
    record Group(Kind kind, List<String> paths, int limit) {}

    /** What a group is used for. */
    enum Kind {
        /** One item. */
        SINGLE,
        /** Items of one reactor, two of them of one partition. */
        BATCH,
        /** Items of all reactors, two of them of one. */
        SPREAD,
        /** A directory, first, and what is below it. */
        DIRECTORY,
        /** A stream, its shards, another name below it, and an item of the partition of its first shard. */
        STREAM
    }

    private final int partitions;
    private final int reactors;
    private final List<Group> groups = new ArrayList<>();

    Keyspace(Plan plan, Dice dice) {
        this.partitions = plan.partitions();
        this.reactors = plan.reactors();
        int singles = dice.between(1, SINGLES.size());
        for (String single : SINGLES.subList(0, singles)) {
            groups.add(new Group(Kind.SINGLE, List.of(single), 4));
        }
        // What is asked of several reactors is not one moment, so there is one such operation at a time.
        int together = reactors == 1 ? 2 : 1;
        for (int i = 0; i < dice.between(0, 2); i++) {
            List<String> paths = List.of(
                    "batch/" + i,
                    inPartitionOf("batch/" + i, "batch-partner/" + i),
                    inReactorOf("batch/" + i, "bat" + i));
            groups.add(new Group(Kind.BATCH, paths, 3));
        }
        for (int i = 0; i < dice.between(0, 2); i++) {
            String directory = "dir" + i;
            List<String> paths = List.of(directory, directory + "/a", directory + "/a-b", directory + "/a/b");
            groups.add(new Group(Kind.DIRECTORY, paths, together));
        }
        for (int i = 0; i < dice.between(0, 2); i++) {
            String stream = "streams/s" + i;
            List<String> paths = new ArrayList<>(List.of(stream));
            for (int shard = 0; shard < 3; shard++) {
                paths.add(stream + "/" + shard);
            }
            paths.add(stream + "/note");
            paths.add(inPartitionOf(stream + "/0", "beside" + i));
            groups.add(new Group(Kind.STREAM, paths, together));
        }
    }

    /** Adds items that transactions over several reactors are about. */
    void spread(int count) {
        for (int i = 0; i < count; i++) {
            List<String> paths = new ArrayList<>();
            for (int reactor = 0; reactor <= reactors; reactor++) {
                paths.add(inReactor(reactor % reactors, "batch-spread/" + i + "-" + reactor));
            }
            groups.add(new Group(Kind.SPREAD, paths, 3));
        }
    }

    private String inReactor(int reactor, String start) {
        for (int i = 0; ; i++) {
            String candidate = start + "~" + i;
            if (reactor(candidate) == reactor) {
                return candidate;
            }
        }
    }

    private String inPartitionOf(String path, String start) {
        for (int i = 0; ; i++) {
            String candidate = start + "~" + i;
            if (partition(candidate) == partition(path)) {
                return candidate;
            }
        }
    }

    private String inReactorOf(String path, String start) {
        for (int i = 0; ; i++) {
            String candidate = start + "~" + i;
            if (reactor(candidate) == reactor(path)) {
                return candidate;
            }
        }
    }

    private int partition(String path) {
        return Placement.partition(CONTAINER, path.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** Who serves a path. */
    int reactor(String path) {
        return Placement.reactor(partition(path), reactors);
    }

    /** Whether what is under a path may be made to expire. Histories say nothing of such items, and nothing is below them. */
    static boolean mayExpire(String path) {
        return path.startsWith("c/") || path.equals("a0") || path.equals("z");
    }

    boolean isSameReactor(String first, String second) {
        return reactor(first) == reactor(second);
    }

    void introduceTo(Model model) {
        groups.forEach(group -> model.group(group.paths()));
    }

    List<Group> groups() {
        return groups;
    }

    /** A group that has one of these kinds; null when there is none. */
    @org.jspecify.annotations.Nullable Group any(Dice dice, Kind... kinds) {
        List<Group> fitting = groups.stream()
                .filter(group -> List.of(kinds).contains(group.kind()))
                .toList();
        return fitting.isEmpty() ? null : fitting.get(dice.nextInt(fitting.size()));
    }
}
