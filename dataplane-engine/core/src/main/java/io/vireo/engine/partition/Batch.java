package io.vireo.engine.partition;

import io.vireo.channel.message.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch.
 *
 * @param outcomes of its requests up to the first that was refused
 * @param failedIndex of that one; -1 when all were done
 */
public record Batch(List<Outcome> outcomes, int failedIndex) {
    /** One of which nothing was done, for a reason that is none of its requests'. */
    public static Batch refused(Status status, String message) {
        return new Batch(List.of(Outcome.refused(status, message)), 0);
    }

    /** One whose requests are all about what other reactors have. */
    public static Batch ofOthers(int count) {
        return new Batch(Collections.nCopies(count, Outcome.ELSEWHERE), -1);
    }

    /** Of one request; null when its outcome is: the journal had no room. */
    static @Nullable Batch of(@Nullable Outcome outcome) {
        return outcome == null ? null : new Batch(List.of(outcome), outcome.isDone() ? -1 : 0);
    }

    /** Of no reactor. */
    public static final Batch NONE = new Batch(List.of(), -1);

    /** Whether all were done. */
    public boolean isDone() {
        return failedIndex < 0;
    }

    /** What became of a transaction, from what became of it on two sets of reactors. */
    public Batch and(Batch other) {
        if (!isDone() || !other.isDone()) {
            return isDone() || (!other.isDone() && other.failedIndex < failedIndex) ? other : this;
        }
        List<Outcome> both = new ArrayList<>(outcomes);
        for (int i = 0; i < both.size(); i++) {
            both.set(i, both.get(i).equals(Outcome.ELSEWHERE) ? other.outcomes.get(i) : both.get(i));
        }
        return new Batch(both, -1);
    }
}
