package io.vireo.engine.expression;

import io.vireo.engine.item.InvalidRequestException;
import java.util.List;
import java.util.Locale;

/**
 * A condition as DynamoDB had it before there were expressions: an entry of {@code Expected}, {@code QueryFilter}, {@code ScanFilter} or {@code
 * KeyConditions}.
 *
 * @param attribute its name, without document paths
 * @param operator {@code ComparisonOperator}
 * @param values {@code AttributeValueList}, encoded
 */
public record LegacyCondition(String attribute, Operator operator, List<byte[]> values) {
    /** The operators, by DynamoDB's names. */
    public enum Operator {
        /** Equal. */
        EQ(1, 1, "%s = %s"),
        /** Not equal; what is not there is not. */
        NE(1, 1, "%s <> %s"),
        /** Up to. */
        LE(1, 1, "%s <= %s"),
        /** Before. */
        LT(1, 1, "%s < %s"),
        /** From. */
        GE(1, 1, "%s >= %s"),
        /** After. */
        GT(1, 1, "%s > %s"),
        /** There. */
        NOT_NULL(0, 0, "attribute_exists(%s)"),
        /** Not there. */
        NULL(0, 0, "attribute_not_exists(%s)"),
        /** Part of text, element of a set or list. */
        CONTAINS(1, 1, "contains(%s, %s)"),
        /** There, and not with this part or element. */
        NOT_CONTAINS(1, 1, "(attribute_exists(%1$s) AND NOT contains(%1$s, %2$s))"),
        /** Start of text or bytes. */
        BEGINS_WITH(1, 1, "begins_with(%s, %s)"),
        /** One of these. */
        IN(1, 100, "%s IN (%s)"),
        /** From one to another, both included. */
        BETWEEN(2, 2, "%s BETWEEN %s");

        private final int minValues;
        private final int maxValues;
        private final String form;

        Operator(int minValues, int maxValues, String form) {
            this.minValues = minValues;
            this.maxValues = maxValues;
            this.form = form;
        }
    }

    /**
     * Checks the number of values.
     *
     * @throws InvalidRequestException there are too few or too many for the operator
     */
    public LegacyCondition {
        if (values.size() < operator.minValues || values.size() > operator.maxValues) {
            throw new InvalidRequestException(
                    "One or more parameter values were invalid: Invalid number of argument(s) for" + " the " + operator
                            + " ComparisonOperator");
        }
        values = List.copyOf(values);
    }

    /** As an expression, with names for the attribute and for each value. */
    String toExpression(String name, List<String> valueNames) {
        String separator = operator == Operator.BETWEEN ? " AND " : ", ";
        return String.format(Locale.ROOT, operator.form, name, String.join(separator, valueNames));
    }
}
