package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import java.util.List;

/**
 * Which items of a table a query asks for: one partition key, and a part of the order of its sort keys.
 *
 * @param partition the partition key
 * @param sort which sort keys
 * @param operands of {@code sort}: none, one, or the two bounds
 */
public record KeyCondition(Value partition, Sort sort, List<Value> operands) {
    /** Which sort keys a query asks for. */
    public enum Sort {
        /** All. */
        ALL(0),
        /** One. */
        EQUAL(1),
        /** Those before a key. */
        LESS(1),
        /** Those up to a key. */
        LESS_OR_EQUAL(1),
        /** Those after a key. */
        GREATER(1),
        /** Those from a key on. */
        GREATER_OR_EQUAL(1),
        /** Those from one key to another, both included. */
        BETWEEN(2),
        /** Those whose text or bytes start with these. */
        STARTS(1);

        final int operandCount;

        Sort(int operandCount) {
            this.operandCount = operandCount;
        }

        /** How many operands it takes. */
        public int operandCount() {
            return operandCount;
        }
    }

    /** Checks the number of operands. */
    public KeyCondition {
        if (operands.size() != sort.operandCount) {
            throw new IllegalArgumentException("sort=" + sort + " operands=" + operands.size());
        }
        operands = List.copyOf(operands);
    }
}
