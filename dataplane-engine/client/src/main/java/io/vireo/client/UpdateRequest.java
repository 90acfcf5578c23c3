package io.vireo.client;

/**
 * Changes attributes of an item by an expression.
 *
 * @param container id
 * @param path of the item
 * @param expression in the native expression language
 * @param alternate runs instead when the condition is false; empty: refused with {@link EngineStatus#CONDITION_FAILED}
 * @param condition in the native expression language; empty: always true
 * @param createIfMissing whether a missing item is made
 * @param expectedVersion of the item that is there; 0: any
 */
public record UpdateRequest(
        long container,
        String path,
        String expression,
        String alternate,
        String condition,
        boolean createIfMissing,
        long expectedVersion) {

    /** Without a condition; a missing item is made. */
    public static UpdateRequest of(long container, String path, String expression) {
        return new UpdateRequest(container, path, expression, "", "", true, 0);
    }
}
