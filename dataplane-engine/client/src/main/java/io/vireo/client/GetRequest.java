package io.vireo.client;

/**
 * Asks for the state and attributes of an item.
 *
 * @param container id
 * @param path of the item
 * @param projection which attributes
 * @param condition in the native expression language; empty: always true
 */
public record GetRequest(long container, String path, Projection projection, String condition) {

    /** Without a condition. */
    public static GetRequest of(long container, String path, Projection projection) {
        return new GetRequest(container, path, projection, "");
    }
}
