package io.vireo.client;

/**
 * Removes an item.
 *
 * @param container id
 * @param path of the item
 * @param condition an expression; empty: always true
 * @param expectedVersion of the item that is there; 0: any
 * @param language of the condition
 */
public record DeleteRequest(
        long container, String path, String condition, long expectedVersion, ExpressionLanguage language)
        implements WriteRequest {

    /** In the native language. */
    public DeleteRequest(long container, String path, String condition, long expectedVersion) {
        this(container, path, condition, expectedVersion, ExpressionLanguage.NATIVE);
    }

    /** Whatever is there. */
    public static DeleteRequest of(long container, String path) {
        return new DeleteRequest(container, path, "", 0);
    }

    /** The same with its condition in a language. */
    public DeleteRequest in(ExpressionLanguage newLanguage) {
        return new DeleteRequest(container, path, condition, expectedVersion, newLanguage);
    }
}
