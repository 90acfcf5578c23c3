package io.vireo.simulation.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether what clients saw of one item can have happened in one order that respects time: each call at a moment between its begin and its end. The item is a register
 * of versions: a write makes the next one, a delete ends it, and the first write after that makes version 1 again. Items are independent, so each has a history of
 * its own.
 * Source: Wing and Gong, "Testing and verifying concurrent objects", JPDC 1993, with the cache of Lowe, "Testing for linearizability", 2017.
 */
public final class Linearizability {
    /** What a call does. */
    public enum Effect {
        /** Shows the version, 0 when there is no item. */
        READ,
        /** Makes the next version. */
        WRITE,
        /** Leaves no item. */
        DELETE
    }

    /**
     * One call.
     *
     * @param version that it showed, or made; 0: no item; of a call without an answer not known
     * @param isAnswered whether it must have taken effect; otherwise it may have, up to its end
     */
    public record Call(Effect effect, long version, long beginNs, long endNs, boolean isAnswered) {}

    private record Point(BitSet done, long version, long latestBeginNs) {}

    private Linearizability() {}

    /** Whether there is such an order. */
    public static boolean isLinearizable(List<Call> history) {
        List<Call> calls = new ArrayList<>(history);
        calls.sort(Comparator.comparingLong(Call::beginNs));
        Set<Point> seen = new HashSet<>();
        ArrayDeque<Point> open = new ArrayDeque<>();
        open.push(new Point(new BitSet(calls.size()), 0, Long.MIN_VALUE));
        while (!open.isEmpty()) {
            Point point = open.pop();
            if (!seen.add(point)) {
                continue;
            }
            long firstEndNs = firstEnd(calls, point.done());
            if (firstEndNs == Long.MAX_VALUE) {
                return true;
            }
            for (int i = point.done().nextClearBit(0);
                    i < calls.size();
                    i = point.done().nextClearBit(i + 1)) {
                Call call = calls.get(i);
                if (call.beginNs() > firstEndNs) {
                    break; // another had ended before this one, and those after it, began
                }
                long after = after(call, point.version());
                boolean isInTime = call.isAnswered() || call.endNs() >= point.latestBeginNs();
                if (after >= 0 && isInTime) {
                    BitSet done = (BitSet) point.done().clone();
                    done.set(i);
                    open.push(new Point(done, after, Math.max(point.latestBeginNs(), call.beginNs())));
                }
            }
        }
        return false;
    }

    /** When the first of the calls ends that are still to take effect and must. */
    private static long firstEnd(List<Call> calls, BitSet done) {
        long first = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            Call call = calls.get(i);
            if (call.isAnswered()) {
                first = Math.min(first, call.endNs());
            }
            if (call.beginNs() > first) {
                break;
            }
        }
        return first;
    }

    /** The version after a call on a version; -1: it cannot have been then. */
    private static long after(Call call, long version) {
        return switch (call.effect()) {
            case READ -> call.version() == version ? version : -1;
            case WRITE -> !call.isAnswered() || call.version() == version + 1 ? version + 1 : -1;
            case DELETE -> version > 0 ? 0 : -1;
        };
    }
}
