package io.vireo.engine.partition;

import io.vireo.channel.message.Status;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import org.jspecify.annotations.Nullable;

/**
 * What became of a write.
 *
 * @param status {@link Status#OK}, or why not
 * @param message why not; empty when it was done
 * @param key of the item, when there is one after the write
 * @param item after the write; null after a delete
 * @param firstSequence of an append
 * @param recordCount of an append; 0 for all else
 */
public record Outcome(
        Status status,
        String message,
        @Nullable Key key,
        @Nullable Item item,
        long firstSequence,
        int recordCount) {
    /** Of a request of a transaction that is about what another reactor has. */
    static final Outcome ELSEWHERE = new Outcome(Status.OK, "", null, null, 0, 0);

    static Outcome done(Key key, @Nullable Item item) {
        return new Outcome(Status.OK, "", key, item, 0, 0);
    }

    static Outcome appended(Key key, @Nullable Item item, long firstSequence, int recordCount) {
        return new Outcome(Status.OK, "", key, item, firstSequence, recordCount);
    }

    /** A write that was not done. */
    public static Outcome refused(Status status, String message) {
        return new Outcome(status, message, null, null, 0, 0);
    }

    /** Whether it was done. */
    public boolean isDone() {
        return status == Status.OK;
    }
}
