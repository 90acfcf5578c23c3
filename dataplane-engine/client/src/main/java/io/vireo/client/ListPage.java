package io.vireo.client;

import java.util.List;

/**
 * A page of a listing.
 *
 * @param entries in byte order of their paths; may be empty although there are more, when a filter let none through
 * @param nextMarker where to go on; empty: the end was reached
 */
public record ListPage(List<Item> entries, String nextMarker) {

    /** Whether this page ends the listing. */
    public boolean isLast() {
        return nextMarker.isEmpty();
    }
}
