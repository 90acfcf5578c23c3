package io.vireo.engine.feed;

import io.vireo.engine.item.Key;
import io.vireo.engine.journal.LogPosition;

/**
 * What a reader asks for.
 *
 * @param partition whose changes
 * @param directory changes at or below it
 * @param from where to read on
 * @param limit changes of a page
 * @param lengthMax of their records in bytes, about; one change is given whatever its length
 * @param hasOldImages whether what was there before is to be read too
 * @param sinceNs when it came, by the engine's clock
 * @param waitNs for so long an answer without a change may wait for one
 */
public record FeedRequest(
        int partition,
        Key directory,
        LogPosition from,
        int limit,
        int lengthMax,
        boolean hasOldImages,
        long sinceNs,
        long waitNs) {
    /** How long it may still wait; not at all once the clock was set back. */
    long leftNs(long nowNs) {
        return nowNs < sinceNs ? 0 : Math.max(0, waitNs - (nowNs - sinceNs));
    }
}
