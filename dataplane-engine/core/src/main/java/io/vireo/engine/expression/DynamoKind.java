package io.vireo.engine.expression;

/** Which parameter of a request an expression is. */
enum DynamoKind {
    CONDITION("ConditionExpression", "a condition expression"),
    FILTER("FilterExpression", "a filter expression"),
    KEY_CONDITION("KeyConditionExpression", "a key condition expression"),
    UPDATE("UpdateExpression", "an update expression"),
    PROJECTION("ProjectionExpression", "a projection expression");

    final String parameter;
    final String phrase;

    DynamoKind(String parameter, String phrase) {
        this.parameter = parameter;
        this.phrase = phrase;
    }
}
