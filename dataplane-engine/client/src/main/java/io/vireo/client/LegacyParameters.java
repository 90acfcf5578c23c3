package io.vireo.client;

import java.util.List;
import java.util.Optional;

/**
 * What DynamoDB had before there were expressions. Each takes the place of one expression, which must be empty then. A name is that of an attribute, and no document path.
 *
 * @param conditions {@code Expected}, with operators: the condition
 * @param isAnyCondition whether one of them is enough: {@code ConditionalOperator}
 * @param filters {@code QueryFilter} or {@code ScanFilter}: the filter
 * @param isAnyFilter whether one of them is enough
 * @param keyConditions {@code KeyConditions}: the condition on keys
 * @param updates {@code AttributeUpdates}: the update
 */
public record LegacyParameters(
        List<Condition> conditions,
        boolean isAnyCondition,
        List<Condition> filters,
        boolean isAnyFilter,
        List<Condition> keyConditions,
        List<Update> updates) {
    /** None. */
    public static final LegacyParameters NONE =
            new LegacyParameters(List.of(), false, List.of(), false, List.of(), List.of());

    /** Conditions alone, all of which must hold. */
    public static LegacyParameters expected(List<Condition> conditions) {
        return new LegacyParameters(conditions, false, List.of(), false, List.of(), List.of());
    }

    /**
     * Compares an attribute.
     *
     * @param values {@code AttributeValueList}
     */
    public record Condition(String attribute, Operator operator, List<AttributeValue> values) {}

    /**
     * Changes an attribute.
     *
     * @param value empty just for the removal of the whole attribute
     */
    public record Update(String attribute, Action action, Optional<AttributeValue> value) {}

    /** {@code ComparisonOperator}. The order is that of {@code LegacyCondition.Operator} in {@code engine.capnp}. */
    public enum Operator {
        /** Equal. */
        EQ,
        /** Not equal. */
        NE,
        /** Up to. */
        LE,
        /** Before. */
        LT,
        /** From. */
        GE,
        /** After. */
        GT,
        /** There. */
        NOT_NULL,
        /** Not there. */
        NULL,
        /** Part of text, element of a set or list. */
        CONTAINS,
        /** There, and not with this part or element. */
        NOT_CONTAINS,
        /** Start of text or bytes. */
        BEGINS_WITH,
        /** One of these. */
        IN,
        /** From one to another, both included. */
        BETWEEN
    }

    /** What is done. The order is that of {@code LegacyUpdate.Action} in {@code engine.capnp}. */
    public enum Action {
        /** Sets the value. */
        PUT,
        /** Adds to a number or set. */
        ADD,
        /** Removes the attribute, or elements of a set. */
        DELETE
    }
}
