package io.vireo.client;

/**
 * Has a batch done only if an item is as it is wanted: nothing is written.
 *
 * @param container id
 * @param path of the item
 * @param condition an expression; empty: always true
 * @param expectedVersion of the item that is there; 0: any
 * @param language of the condition
 */
public record CheckRequest(
        long container, String path, String condition, long expectedVersion, ExpressionLanguage language)
        implements WriteRequest {
    /** In the native language, of any version. */
    public static CheckRequest of(long container, String path, String condition) {
        return new CheckRequest(container, path, condition, 0, ExpressionLanguage.NATIVE);
    }
}
