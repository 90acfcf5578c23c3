package io.vireo.client;

import java.util.SequencedMap;

/**
 * An item without its body, or an entry of a listing.
 *
 * @param path without a leading or trailing {@code /}
 * @param state what the engine knows of it; of a prefix, only its kind ({@link ItemKind#DIRECTORY}) says something
 * @param attributes those that were asked for and are there, in the engine's order
 * @param prefix only a prefix of other paths: it has no item of its own
 */
public record Item(String path, ItemState state, SequencedMap<String, AttributeValue> attributes, boolean prefix) {

    /** The last segment of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
