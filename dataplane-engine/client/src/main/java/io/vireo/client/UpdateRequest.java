package io.vireo.client;

/**
 * Changes attributes of an item by an expression.
 *
 * @param container id
 * @param path of the item
 * @param expression what it changes
 * @param alternate runs instead when the condition is false; empty: refused with {@link EngineStatus#CONDITION_FAILED}
 * @param condition an expression; empty: always true
 * @param createIfMissing whether a missing item is made
 * @param mode what happens to what is there
 * @param expectedVersion of the item that is there; 0: any
 * @param expiry what becomes of the time from which on it is not there any more
 * @param language of the expressions
 */
public record UpdateRequest(
        long container,
        String path,
        String expression,
        String alternate,
        String condition,
        boolean createIfMissing,
        Mode mode,
        long expectedVersion,
        Expiry expiry,
        ExpressionLanguage language)
        implements WriteRequest {

    /** In the native language, with the time at which it expires as it is. */
    public UpdateRequest(
            long container,
            String path,
            String expression,
            String alternate,
            String condition,
            boolean createIfMissing,
            Mode mode,
            long expectedVersion) {
        this(
                container,
                path,
                expression,
                alternate,
                condition,
                createIfMissing,
                mode,
                expectedVersion,
                Expiry.UNCHANGED,
                ExpressionLanguage.NATIVE);
    }

    /** What an update does to an item that is there. The order is that of {@code Update.Mode} in {@code engine.capnp}. */
    public enum Mode {
        /** What the expression does not name stays. */
        MERGE,
        /** The expression reads what was there; what it sets is all that is kept, and there is no body. */
        REPLACE,
        /** Refused with {@link EngineStatus#EXISTS} when there is an item, whatever the condition. */
        CREATE_ONLY
    }

    /** The same with another expiry. */
    public UpdateRequest expiring(Expiry newExpiry) {
        return new UpdateRequest(
                container,
                path,
                expression,
                alternate,
                condition,
                createIfMissing,
                mode,
                expectedVersion,
                newExpiry,
                language);
    }

    /** The same with its expressions in a language. */
    public UpdateRequest in(ExpressionLanguage newLanguage) {
        return new UpdateRequest(
                container,
                path,
                expression,
                alternate,
                condition,
                createIfMissing,
                mode,
                expectedVersion,
                expiry,
                newLanguage);
    }

    /** Without a condition; a missing item is made. */
    public static UpdateRequest of(long container, String path, String expression) {
        return new UpdateRequest(container, path, expression, "", "", true, Mode.MERGE, 0);
    }
}
