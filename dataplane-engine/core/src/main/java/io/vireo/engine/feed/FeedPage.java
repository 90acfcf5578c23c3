package io.vireo.engine.feed;

import io.vireo.engine.item.Item;
import io.vireo.engine.journal.LogPosition;
import io.vireo.engine.partition.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader is answered. */
public sealed interface FeedPage {
    /** Where it can be read on. */
    LogPosition next();

    /**
     * Changes, oldest first.
     *
     * @param isAtEnd whether there was no more that is durable
     * @param behindBytes of the log, between here and its end
     */
    record Changes(List<Told> told, LogPosition next, boolean isAtEnd, long behindBytes) implements FeedPage {}

    /**
     * Changes were missed, or would be.
     *
     * @param isTrimmed whether they are kept no more; else they are damaged
     * @param reason what and where
     */
    record Missed(boolean isTrimmed, String reason, LogPosition next) implements FeedPage {}

    /**
     * A change, and what goes with it.
     *
     * @param next where to read on after it; that of a record's first changes is before all of them
     * @param old what was there; null: nothing, or it was not asked for, or cannot be told
     * @param oldFault why it cannot be told; empty: it can
     */
    record Told(Change change, LogPosition next, @Nullable Item old, String oldFault) {}
}
