package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.Node.Link;
import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression its value over a scope. An attribute that is not there has no value (null), nor has what is computed from it; a comparison with it
 * is false, whichever way. Values of different types are not equal, nor unequal, nor in order; numbers are one type. Threads: one.
 */
final class Evaluator {
    private final Scope scope;
    private final Functions functions = new Functions(this);
    private long work;
    private @Nullable String missing;

    Evaluator(Scope scope) {
        this.scope = scope;
    }

    /** The last attribute that was asked for and is not there; null when all were. */
    @Nullable String missing() {
        return missing;
    }

    /** Whether an expression is true; what has no value, or is no truth value, is not. */
    boolean isTrue(Node node) {
        return eval(node) == Value.Bool.TRUE;
    }

    @Nullable Value eval(Node node) {
        return switch (node) {
            case Node.Literal(Value value) -> value;
            case Node.Name(String name) -> get(name);
            case Node.And(var operands) -> Value.Bool.of(areAll(operands, true));
            case Node.Or(var operands) -> Value.Bool.of(!areAll(operands, false));
            case Node.Not(Node operand) -> Value.Bool.of(!isTrue(operand));
            case Node.Compare(Operator operator, Node left, Node right) ->
                Value.Bool.of(compares(operator, eval(left), eval(right)));
            case Node.In in -> Value.Bool.of(isIn(in));
            case Node.Chain(Node first, var links) -> chain(first, links);
            case Node.Unary(Operator operator, Node operand, int position) -> unary(operator, eval(operand), position);
            case Node.Element(Node.Name name, Node index, int position) -> {
                @Nullable Value array = eval(name);
                @Nullable Value at = eval(index);
                yield array == null || at == null
                        ? null
                        : Arrays64.element(array, Numbers.integer(at, position), position);
            }
            case Node.Slice(Node.Name name, Node first, Node last, int position) -> {
                @Nullable Value array = eval(name);
                @Nullable Value from = eval(first);
                @Nullable Value to = eval(last);
                if (array == null || from == null || to == null) {
                    yield null;
                }
                charge(8L * Arrays64.count(array, position), position);
                yield Arrays64.slice(array, Numbers.integer(from, position), Numbers.integer(to, position), position);
            }
            case Node.Call call -> functions.call(call);
        };
    }

    @Nullable Value get(String name) {
        @Nullable Value value = scope.get(name);
        if (value == null) {
            missing = name;
        }
        return value;
    }

    /** Bounds what an expression of a few bytes can make the reactor do. */
    void charge(long amount, int position) {
        work += amount;
        if (work > Limits.EXPRESSION_WORK) {
            throw new EvaluationException("too much work: limit=" + Limits.EXPRESSION_WORK, position);
        }
    }

    private boolean areAll(List<Node> operands, boolean wanted) {
        for (Node operand : operands) {
            if (isTrue(operand) != wanted) {
                return false;
            }
        }
        return true;
    }

    private boolean isIn(Node.In in) {
        @Nullable Value value = eval(in.value());
        if (value == null) {
            return false;
        }
        if (value instanceof Value.Text && in.literals().contains(value)) {
            return true;
        }
        for (Node choice : in.others()) {
            if (compares(Operator.EQUAL, value, eval(choice))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Value chain(Node first, Iterable<Link> links) {
        @Nullable Value result = eval(first);
        for (Link link : links) {
            @Nullable Value operand = eval(link.operand());
            result = result == null || operand == null ? null : combine(link, result, operand);
        }
        return result;
    }

    private Value combine(Link link, Value left, Value right) {
        int position = link.position();
        return switch (link.operator()) {
            case ADD -> add(left, right, position);
            case SUBTRACT, MULTIPLY, DIVIDE -> Numbers.arithmetic(link.operator(), left, right, position);
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                new Value.Int64(Numbers.bits(
                        link.operator(), Numbers.integer(left, position), Numbers.integer(right, position), position));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, COMPLEMENT ->
                throw new IllegalStateException("operator=" + link.operator());
        };
    }

    private Value add(Value left, Value right, int position) {
        if (left instanceof Value.Text(String x) && right instanceof Value.Text(String y)) {
            charge((long) x.length() + y.length(), position);
            return new Value.Text(x + y);
        }
        if (left instanceof Value.Bytes(byte[] x) && right instanceof Value.Bytes(byte[] y)) {
            charge((long) x.length + y.length, position);
            byte[] joined = Arrays.copyOf(x, x.length + y.length);
            System.arraycopy(y, 0, joined, x.length, y.length);
            return new Value.Bytes(joined);
        }
        return Numbers.arithmetic(Operator.ADD, left, right, position);
    }

    private static @Nullable Value unary(Operator operator, @Nullable Value operand, int position) {
        if (operand == null) {
            return null;
        }
        return operator == Operator.COMPLEMENT
                ? new Value.Int64(~Numbers.integer(operand, position))
                : Numbers.arithmetic(Operator.SUBTRACT, new Value.Int64(0), operand, position);
    }

    static boolean compares(Operator operator, @Nullable Value left, @Nullable Value right) {
        if (left == null || right == null || !isSameType(left, right)) {
            return false;
        }
        boolean isEquality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        if (isEquality && !isOrdered(left)) {
            boolean isEqual = Arrays.equals(ValueCodec.encode(left), ValueCodec.encode(right));
            return isEqual == (operator == Operator.EQUAL);
        }
        if (!isOrdered(left) || isUnordered(left) || isUnordered(right)) {
            return operator == Operator.NOT_EQUAL && isOrdered(left);
        }
        int order = order(left, right);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException("operator=" + operator);
        };
    }

    /** A double that is not a number compares to nothing. */
    private static boolean isUnordered(Value value) {
        return value instanceof Value.Float64(double number) && Double.isNaN(number);
    }

    private static boolean isSameType(Value left, Value right) {
        return left.getClass() == right.getClass() || (Numbers.isNumber(left) && Numbers.isNumber(right));
    }

    private static boolean isOrdered(Value value) {
        return Numbers.isNumber(value)
                || value instanceof Value.Text
                || value instanceof Value.Bytes
                || value instanceof Value.Bool
                || value instanceof Value.Timestamp;
    }

    /** Order of two values of one type that has an order. */
    static int order(Value left, Value right) {
        return switch (left) {
            case Value.Text(String x) -> Utf8.compare(x, ((Value.Text) right).value());
            case Value.Bytes(byte[] x) -> Arrays.compareUnsigned(x, ((Value.Bytes) right).value());
            case Value.Bool x -> x.compareTo((Value.Bool) right);
            case Value.Timestamp(long seconds, int nanos) -> {
                Value.Timestamp other = (Value.Timestamp) right;
                yield seconds == other.seconds()
                        ? Integer.compare(nanos, other.nanos())
                        : Long.compare(seconds, other.seconds());
            }
            default -> Numbers.compare(left, right);
        };
    }

    /** Whether {@link #order} takes both. */
    static boolean isComparable(Value left, Value right) {
        return isSameType(left, right) && isOrdered(left);
    }
}
