package io.vireo.client;

/**
 * Removes an item.
 *
 * @param container id
 * @param path of the item
 * @param condition in the native expression language; empty: always true
 * @param expectedVersion of the item that is there; 0: any
 */
public record DeleteRequest(long container, String path, String condition, long expectedVersion) {

    /** Whatever is there. */
    public static DeleteRequest of(long container, String path) {
        return new DeleteRequest(container, path, "", 0);
    }
}
