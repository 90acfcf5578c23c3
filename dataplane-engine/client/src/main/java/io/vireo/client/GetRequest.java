package io.vireo.client;

/**
 * Asks for the state and attributes of an item.
 *
 * @param container id
 * @param path of the item
 * @param projection which attributes
 * @param condition an expression; empty: always true
 * @param language of the expressions
 */
public record GetRequest(
        long container, String path, Projection projection, String condition, ExpressionLanguage language) {

    /** In the native language. */
    public GetRequest(long container, String path, Projection projection, String condition) {
        this(container, path, projection, condition, ExpressionLanguage.NATIVE);
    }

    /** Without a condition. */
    public static GetRequest of(long container, String path, Projection projection) {
        return new GetRequest(container, path, projection, "");
    }

    /** The same with its expressions in a language. */
    public GetRequest in(ExpressionLanguage newLanguage) {
        return new GetRequest(container, path, projection, condition, newLanguage);
    }
}
