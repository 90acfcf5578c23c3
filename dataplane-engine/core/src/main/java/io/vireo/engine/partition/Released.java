package io.vireo.engine.partition;

import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version of an item had that the next one has not: entries tell it, so that applying one reads nothing.
 *
 * @param extents in the log, none of them a hole
 * @param expiresNs when it would have expired; 0: that did not change, or it would not have
 */
record Released(List<Extent> extents, long expiresNs) {
    static final Released NOTHING = new Released(List.of(), 0);

    /** All that an item had. */
    static Released of(Item item) {
        return new Released(item.body().stored(), item.expiresNs());
    }

    /** What an item had that what it becomes has not. */
    static Released between(@Nullable Item before, boolean keepsBody, long expiresNs) {
        if (before == null) {
            return NOTHING;
        }
        List<Extent> extents = keepsBody ? List.of() : before.body().stored();
        return new Released(extents, before.expiresNs() == expiresNs ? 0 : before.expiresNs());
    }
}
