package io.vireo.engine.expression;

/** Compiled expressions of a reactor, in both languages, and what they are evaluated with. Threads: one. */
public final class ExpressionCache {
    private final Evaluator evaluator = new Evaluator();
    private final NativeExpressions natives = new NativeExpressions(evaluator);
    private final DynamoExpressions dynamo = new DynamoExpressions(evaluator);

    /** Starts empty. */
    public ExpressionCache() {}

    /** Those of the native language. */
    public NativeExpressions natives() {
        return natives;
    }

    /** Those of DynamoDB's. */
    public DynamoExpressions dynamo() {
        return dynamo;
    }

    /** A compiled condition of the native language; {@link NativeExpressions#condition}. */
    public Condition condition(byte[] utf8, String field) {
        return natives.condition(utf8, field);
    }

    /** A compiled update of the native language; {@link NativeExpressions#update}. */
    public Update update(byte[] utf8, String field) {
        return natives.update(utf8, field);
    }
}
