package io.vireo.client;

import java.util.List;

/**
 * Rows by an index. It may be short, or empty, though more follows.
 *
 * @param rows with their paths, versions and times of modification, and the attributes that the index holds of them
 * @param marker where the next page starts; empty: the end was reached
 */
public record QueryPage(List<Item> rows, byte[] marker) {
    /** Whether the end was reached. */
    public boolean isLast() {
        return marker.length == 0;
    }
}
