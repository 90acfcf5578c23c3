package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;

/** A step of an update in the native language. */
sealed interface Statement {
    /** Gives an attribute a value. */
    record Set(AttributeName target, Node value, int position) implements Statement {}

    /** Gives an element of an array a value. */
    record SetElement(Node.Path target, Node index, Node value, int position) implements Statement {}

    /** Gives elements of an array, both ends included, the values of another of the same length. */
    record SetSlice(Node.Path target, Node first, Node last, Node value, int position) implements Statement {}

    /** Removes an attribute. */
    record Remove(AttributeName target) implements Statement {}
}
