package io.vireo.engine.expression;

/** A step of an update. */
sealed interface Statement {
    /** Gives an attribute a value. */
    record Set(Node.Name target, Node value, int position) implements Statement {}

    /** Gives an element of an array a value. */
    record SetElement(Node.Name target, Node index, Node value, int position) implements Statement {}

    /** Gives elements of an array, both ends included, the values of another of the same length. */
    record SetSlice(Node.Name target, Node first, Node last, Node value, int position) implements Statement {}

    /** Removes an attribute. */
    record Remove(Node.Name target) implements Statement {}
}
