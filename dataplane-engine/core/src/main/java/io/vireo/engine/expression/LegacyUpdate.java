package io.vireo.engine.expression;

import org.jspecify.annotations.Nullable;

/**
 * A change as DynamoDB had it before there were expressions: an entry of {@code AttributeUpdates}.
 *
 * @param attribute its name, without document paths
 * @param action what is done
 * @param value encoded; null just for a DELETE of the whole attribute
 */
public record LegacyUpdate(String attribute, Action action, byte @Nullable [] value) {
    /** What is done, by DynamoDB's names. */
    public enum Action {
        /** Sets the value. */
        PUT,
        /** Adds to a number or set. */
        ADD,
        /** Removes the attribute, or elements of a set. */
        DELETE
    }
}
