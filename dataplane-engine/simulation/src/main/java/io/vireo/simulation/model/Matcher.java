package io.vireo.simulation.model;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.Status;
import io.vireo.simulation.model.Answer.Entry;
import io.vireo.simulation.model.Answer.Line;
import io.vireo.simulation.model.ItemState.Block;
import io.vireo.simulation.model.Operation.Append;
import io.vireo.simulation.model.Operation.Batch;
import io.vireo.simulation.model.Operation.Get;
import io.vireo.simulation.model.Operation.Read;
import io.vireo.simulation.model.Operation.Seek;
import io.vireo.simulation.world.SimulatedClock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what the engine answered with what it must. Threads: one. */
final class Matcher {
    private final Facts facts;
    private final SimulatedClock clock;

    Matcher(Facts facts, SimulatedClock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** Whether the answer is the expected one. */
    boolean matches(Operation operation, Expected expected, Answer answer) {
        if (!expected.isDone() || answer.status() != Status.OK) {
            boolean isRefusedRead = operation instanceof Read read
                    && expected.isDone()
                    && answer.status() == (isIn(expected.state(), read.location()) ? Status.TRIMMED : Status.INVALID)
                    && mayLack(read.path(), expected.state(), read.location());
            return isRefusedRead
                    || (operation instanceof Batch batch
                            ? isRefused(batch, expected, answer)
                            : expected.admits(answer.status()));
        }
        ItemState state = expected.state();
        return switch (operation) {
            case Append append ->
                state != null
                        && answer.count() == append.records().size()
                        && answer.firstSequence() == state.blocks().getLast().first();
            case Seek seek -> seek(seek, state, answer.location());
            case Read read -> read(read, state, answer);
            case Batch batch -> parts(batch, expected, answer);
            case Get get -> state != null && get(get, state, answer);
            case Operation.Put _,
                    Operation.Update _,
                    Operation.CreateStream _,
                    Operation.Delete _,
                    Operation.Rename _ -> {
                Entry entry = answer.entry();
                String path = operation instanceof Operation.Rename rename ? rename.target() : operation.path();
                yield state == null ? entry == null : entry != null && isState(path, state, entry);
            }
        };
    }

    private static boolean isRefused(Batch batch, Expected expected, Answer answer) {
        if (!batch.isSpread() || expected.isDone()) {
            return expected.admits(answer.status()) && answer.failedIndex() == expected.failedIndex();
        }
        int index = answer.failedIndex();
        boolean isPart = index >= 0 && index < expected.parts().size();
        return isPart
                && !expected.parts().get(index).isDone()
                && expected.parts().get(index).admits(answer.status());
    }

    private boolean parts(Batch batch, Expected expected, Answer answer) {
        if (answer.parts().isEmpty()) {
            return true; // too long for the ring: what was done shows when it is read
        }
        if (answer.parts().size() != batch.parts().size()) {
            return false;
        }
        for (int i = 0; i < batch.parts().size(); i++) {
            if (!matches(
                    batch.parts().get(i),
                    expected.parts().get(i),
                    answer.parts().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an entry shows a state, but for its attributes. */
    boolean isState(String path, ItemState state, Entry entry) {
        return entry.path().equals(path)
                && !entry.isPrefix()
                && entry.kind() == state.kind()
                && entry.version() == state.version()
                && entry.mode() == state.mode()
                && entry.bodyLength() == state.body().length()
                && entry.checksum()
                        == (state.body().length() == 0 ? 0 : state.body().checksum())
                && isLast(entry.lastSequence(), state)
                && entry.shardCount() == state.shardCount()
                && entry.retentionSeconds() == state.retentionSeconds()
                && entry.expiresNs() == state.expiresNs()
                && facts.agree(state, entry);
    }

    /** A reply is about a shard as it is when the reply is made: what else a batch, or a commit, adds to it may be in its last sequence number already. */
    private static boolean isLast(long sequence, ItemState state) {
        return state.kind() == ItemKind.SHARD ? sequence >= state.lastSequence() : sequence == state.lastSequence();
    }

    /** Whether an entry shows a state with these of its attributes. */
    boolean isShown(String path, ItemState state, Entry entry, RequestProjection projection, List<String> names) {
        return isState(path, state, entry) && attributesFit(state, entry, projection, names);
    }

    private static boolean attributesFit(
            ItemState state, Entry entry, RequestProjection projection, List<String> names) {
        Map<String, Object> found = new TreeMap<>(entry.attributes());
        found.keySet().removeIf(name -> name.startsWith("__"));
        Map<String, Object> wanted = new TreeMap<>();
        switch (projection) {
            case NONE -> {}
            case USER, ALL -> wanted.putAll(state.attributes());
            case NAMED -> {
                wanted.putAll(state.attributes());
                wanted.keySet().retainAll(names);
                Object size = entry.attributes().get("__size");
                if (names.contains("__size")
                        && !Long.valueOf(state.body().length()).equals(size)) {
                    return false;
                }
            }
            case UNRECOGNIZED -> throw new IllegalArgumentException("projection=" + projection);
        }
        return found.equals(wanted);
    }

    private boolean get(Get get, ItemState state, Answer answer) {
        Entry entry = answer.entry();
        return entry != null
                && isShown(get.path(), state, entry, get.projection(), get.names())
                && Arrays.equals(answer.body(), state.body().range(get.rangeStart(), get.rangeLength()))
                && get.isPin() == (answer.handle() != 0);
    }

    private boolean seek(Seek seek, @Nullable ItemState shard, long location) {
        long end = end(shard);
        return switch (seek.kind()) {
            case LATEST -> location == end;
            case SEQUENCE -> location == seek.sequence();
            case EARLIEST -> isFirst(seek.path(), shard, location);
            case TIME -> isFirstSince(seek, shard, location);
            case UNRECOGNIZED -> throw new IllegalArgumentException("kind=" + seek.kind());
        };
    }

    private static long end(@Nullable ItemState shard) {
        return shard == null ? 1 : shard.lastSequence() + 1;
    }

    /** Whether this can be where a shard begins: nothing before it must still be there. */
    private boolean isFirst(String path, @Nullable ItemState shard, long location) {
        if (location == 1) {
            return true;
        }
        boolean isEdge = location == end(shard);
        for (Block block : blocks(shard)) {
            isEdge |= block.first() == location;
        }
        return isEdge && mayLack(path, shard, location - 1);
    }

    private static List<Block> blocks(@Nullable ItemState shard) {
        return shard == null ? List.of() : shard.blocks();
    }

    /** Whether a place is one of a shard, whether its records are there or not. */
    private static boolean isIn(@Nullable ItemState shard, long location) {
        return location >= 1 && location <= end(shard);
    }

    /** Whether a place in a shard may be refused: there is none, or its records may be past their retention. */
    private boolean mayLack(String path, @Nullable ItemState shard, long location) {
        if (!isIn(shard, location)) {
            return true;
        }
        long retentionNs = facts.shortestRetentionNs(path.substring(0, path.lastIndexOf('/')));
        if (retentionNs == 0) {
            return false;
        }
        for (Block block : blocks(shard)) {
            if (location >= block.first() && location < block.end()) {
                Long arrival = facts.timeOf(block.writer());
                return arrival == null || arrival < clock.latestNs() - retentionNs;
            }
        }
        return false;
    }

    private boolean isFirstSince(Seek seek, @Nullable ItemState shard, long location) {
        if (location == end(shard)) {
            Long last = blocks(shard).isEmpty()
                    ? null
                    : facts.timeOf(blocks(shard).getLast().writer());
            return last == null || last < seek.timeNs() || mayLack(seek.path(), shard, location - 1);
        }
        for (Block block : blocks(shard)) {
            Long arrival = facts.timeOf(block.writer());
            if (block.first() == location) {
                return arrival == null
                        || arrival >= seek.timeNs()
                        || location == 1
                        || mayLack(seek.path(), shard, location - 1);
            }
            if (block.first() < location
                    && arrival != null
                    && arrival >= seek.timeNs()
                    && !mayLack(seek.path(), shard, block.first())) {
                return false;
            }
        }
        return false;
    }

    private boolean read(Read read, @Nullable ItemState shard, Answer answer) {
        Answer.Page page = answer.page();
        long end = end(shard);
        if (page == null
                || read.location() < 1
                || read.location() > end
                || page.next() != read.location() + page.lines().size()
                || page.behind() != end - page.next()
                || page.lines().size() > read.limit()
                || (page.lines().isEmpty() && read.location() < end)) {
            return false;
        }
        long sequence = read.location();
        for (Line line : page.lines()) {
            Block block = blockOf(shard, sequence);
            if (block == null
                    || line.sequence() != sequence
                    || !line.data().equals(block.records().get((int) (sequence - block.first())))) {
                return false;
            }
            Long arrival = facts.timeOf(block.writer());
            if (arrival != null && arrival != line.arrivalNs()) {
                return false;
            }
            sequence++;
        }
        return true;
    }

    private static @Nullable Block blockOf(@Nullable ItemState shard, long sequence) {
        for (Block block : blocks(shard)) {
            if (sequence >= block.first() && sequence < block.end()) {
                return block;
            }
        }
        return null;
    }

    /** Keeps what an answer shows that the engine chose. */
    void learn(Operation operation, Expected expected, Answer answer) {
        ItemState state = expected.state();
        if (operation instanceof Batch batch) {
            for (int i = 0; i < answer.parts().size() && answer.status() == Status.OK; i++) {
                learn(
                        batch.parts().get(i),
                        expected.parts().get(i),
                        answer.parts().get(i));
            }
            return;
        }
        if (state == null || answer.status() != Status.OK) {
            return;
        }
        Entry entry = answer.entry();
        if (entry != null) {
            facts.learn(state, entry);
        }
        Answer.Page page = answer.page();
        if (page != null && state.kind() == ItemKind.SHARD) {
            for (Line line : page.lines()) {
                Block block = blockOf(state, line.sequence());
                if (block != null) {
                    facts.learnTime(operation.path(), block.writer(), line.arrivalNs());
                }
            }
        }
    }
}
