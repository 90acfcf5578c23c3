package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import java.util.List;
import java.util.Set;

/** A compiled expression. Operators of one precedence stand in one node, so that long expressions are wide, not deep. */
sealed interface Node {
    /** A value written in the expression. */
    record Literal(Value value) implements Node {}

    /** An attribute. */
    record Name(String name) implements Node {}

    /** An element of an attribute that is an array or list. */
    record Element(Name name, Node index, int position) implements Node {}

    /** Elements of an attribute that is an array, both ends included. */
    record Slice(Name name, Node first, Node last, int position) implements Node {}

    /** True when all are. */
    record And(List<Node> operands) implements Node {}

    /** True when one is. */
    record Or(List<Node> operands) implements Node {}

    /** True when it is not. */
    record Not(Node operand) implements Node {}

    /** A comparison. */
    record Compare(Operator operator, Node left, Node right) implements Node {}

    /** Whether a value equals one of the choices. Those that are literals are looked up. */
    record In(Node value, Set<Value> literals, List<Node> others) implements Node {}

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
