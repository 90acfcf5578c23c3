package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.List;

/**
 * A page of what is below a directory.
 *
 * @param entries none of a count
 * @param count of what is on the page
 * @param nextMarker where the next page starts; empty when this is the last
 * @param selection what of each entry is asked for
 */
public record Listing(List<Entry> entries, long count, byte[] nextMarker, Selection selection) {
    /** What stands for an item where there is none: a directory that is only a prefix of other paths. */
    static final Item PREFIX_ITEM = new Item(
            ItemKind.DIRECTORY, 0, 0, 0, 0, Item.DIRECTORY_MODE, 0, 0, 0, 0, 0, 0, Attributes.EMPTY, Body.EMPTY);

    /**
     * A line of it.
     *
     * @param isPrefix whether there is no item of this path, only longer paths
     */
    public record Entry(Key key, Item item, boolean isPrefix) {}
}
