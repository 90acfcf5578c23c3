package io.vireo.engine.expression;

/** What DynamoDB says when an update cannot be applied to an item; people and programs know these texts. */
final class DynamoMessages {
    static final String WRONG_OPERAND = "An operand in the update expression has an incorrect data type";
    static final String MISSING_OPERAND =
            "The provided expression refers to an attribute that does not exist in the item";
    static final String INVALID_PATH = "The document path provided in the update expression is invalid for update";
    static final String NUMBER_OVERFLOW =
            "Number overflow. Attempting to store a number with magnitude larger than supported range";

    private DynamoMessages() {}
}
