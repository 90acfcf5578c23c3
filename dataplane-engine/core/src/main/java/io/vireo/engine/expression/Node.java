package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.ValueView;
import java.util.List;

/**
 * A compiled expression: one tree, whatever language it was written in. Operators of one precedence stand in one node, so that long
 * expressions are wide, not deep.
 */
sealed interface Node {
    /** A value written in the expression; the view is never pointed elsewhere. */
    record Literal(ValueView value) implements Node {}

    /** A value that comes with the request; {@code index} counts those that the expression names. */
    record Parameter(String name, int index) implements Node {}

    /** An attribute, or what is inside it. */
    record Path(AttributeName root, List<Step> steps) implements Node {
        static Path of(String name) {
            return new Path(new AttributeName(name), List.of());
        }
    }

    /** A step into a value. */
    sealed interface Step {
        /** To the member of a map. */
        record Member(AttributeName name) implements Step {}

        /** To the element of a list. */
        record Index(int index) implements Step {}
    }

    /** An element of an attribute that is an array or list; it must be there. */
    record Element(Path array, Node index, int position) implements Node {}

    /** Elements of an attribute that is an array, both ends included. */
    record Slice(Path array, Node first, Node last, int position) implements Node {}

    /** True when all are. */
    record And(List<Node> operands) implements Node {}

    /** True when one is. */
    record Or(List<Node> operands) implements Node {}

    /** True when it is not. */
    record Not(Node operand) implements Node {}

    /** A comparison. */
    record Compare(Operator operator, Node left, Node right) implements Node {}

    /** Whether a value is neither before the one nor after the other. */
    record Between(Node value, Node low, Node high) implements Node {}

    /** Whether a value equals one of the choices. Those that are literals are looked up. */
    record In(Node value, Choices literals, List<Node> others) implements Node {}

    /** first op operand op operand …, from left to right. */
    record Chain(Node first, List<Link> links) implements Node {}

    /** A step of a chain. */
    record Link(Operator operator, Node operand, int position) {}

    /** Minus or bitwise complement of a number. */
    record Unary(Operator operator, Node operand, int position) implements Node {}

    /** A function's result. */
    record Call(Function function, List<Node> arguments, int position) implements Node {}

    /** What stands between values. */
    enum Operator {
        EQUAL,
        /** Of one type, and not equal. */
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        SHIFT_LEFT,
        SHIFT_RIGHT,
        COMPLEMENT
    }
}
