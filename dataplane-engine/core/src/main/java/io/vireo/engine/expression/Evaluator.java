package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.Node.Link;
import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueTag;
import io.vireo.engine.item.ValueView;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression its value over a scope. An attribute that is not there has no value, nor has what is computed from it; a comparison with
 * it is false, whichever way. Values of different types are not equal, nor unequal, nor in order; numbers are one type.
 *
 * <p>Works on views in cells that are kept for the next evaluation: one that only looks at values, compares them, or computes with whole
 * numbers and doubles allocates nothing. What makes new text, bytes, arrays or decimals allocates them. Threads: one; not re-entrant.
 */
final class Evaluator {
    private static final Scope NOWHERE = _ -> null;
    private static final ValueView[] NO_PARAMETERS = {};

    private final ValueOrder order = new ValueOrder();
    private final Functions functions = new Functions(this, order);
    private ValueView[] cells = {};
    private Scope scope = NOWHERE;
    private ValueView[] parameters = NO_PARAMETERS;
    private long work;
    private @Nullable AttributeName missing;

    /** Turns to a scope, with the values that the request brought. */
    void begin(Scope newScope, ValueView[] newParameters) {
        scope = newScope;
        parameters = newParameters;
        work = 0;
        missing = null;
    }

    /** Forgets the scope, so that nothing is held that the caller gives up. */
    void end() {
        scope = NOWHERE;
        parameters = NO_PARAMETERS;
    }

    /** The last attribute that was asked for and is not there; null when all were. */
    @Nullable AttributeName missing() {
        return missing;
    }

    /** Whether an expression is true; what has no value, or is no truth value, is not. Uses the cells from {@code depth} on. */
    boolean holds(Node node, int depth) {
        return switch (node) {
            case Node.Compare compare ->
                compares(compare.operator(), eval(compare.left(), depth), eval(compare.right(), depth + 1));
            case Node.And and -> areAll(and.operands(), true, depth);
            case Node.Or or -> !areAll(or.operands(), false, depth);
            case Node.Not not -> !holds(not.operand(), depth);
            case Node.Between between -> isBetween(between, depth);
            case Node.In in -> isIn(in, depth);
            case Node.Literal _,
                    Node.Parameter _,
                    Node.Path _,
                    Node.Element _,
                    Node.Slice _,
                    Node.Chain _,
                    Node.Unary _,
                    Node.Call _ -> eval(node, depth).isTrue();
        };
    }

    /** The value of an expression, in the cell at {@code depth} or where it is kept; the cells after that one are free again. */
    ValueView eval(Node node, int depth) {
        return switch (node) {
            case Node.Literal literal -> literal.value();
            case Node.Parameter parameter -> parameters[parameter.index()];
            case Node.Path path -> path(path, cell(depth));
            case Node.Element element -> element(element, depth);
            case Node.Slice slice -> slice(slice, depth);
            case Node.Chain chain -> chain(chain, depth);
            case Node.Unary unary -> unary(unary, depth);
            case Node.Call call -> functions.call(call, depth);
            case Node.And _, Node.Or _, Node.Not _, Node.Compare _, Node.Between _, Node.In _ -> {
                boolean holds = holds(node, depth);
                yield cell(depth).setBool(holds);
            }
        };
    }

    /** A view to work with. */
    ValueView cell(int depth) {
        if (depth >= cells.length) {
            int from = cells.length;
            cells = Arrays.copyOf(cells, depth + 16);
            for (int i = from; i < cells.length; i++) {
                cells[i] = new ValueView();
            }
        }
        return cells[depth];
    }

    /** Bounds what an expression of a few bytes can make the reactor do. */
    void charge(long amount, int position) {
        work += amount;
        if (work > Limits.EXPRESSION_WORK) {
            throw new EvaluationException("too much work: limit=" + Limits.EXPRESSION_WORK, position);
        }
    }

    private ValueView path(Node.Path path, ValueView target) {
        if (!scope.find(path.root(), target)) {
            missing = path.root();
            return target;
        }
        List<Node.Step> steps = path.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean isThere =
                    switch (steps.get(i)) {
                        case Node.Step.Member(AttributeName name) -> target.member(name, target);
                        case Node.Step.Index(int index) -> target.element(index, target);
                    };
            if (!isThere) {
                missing = path.root();
                return target;
            }
        }
        return target;
    }

    private boolean areAll(List<Node> operands, boolean wanted, int depth) {
        for (int i = 0; i < operands.size(); i++) {
            if (holds(operands.get(i), depth) != wanted) {
                return false;
            }
        }
        return true;
    }

    private boolean isBetween(Node.Between between, int depth) {
        ValueView value = eval(between.value(), depth);
        return compares(Operator.GREATER_OR_EQUAL, value, eval(between.low(), depth + 1))
                && compares(Operator.LESS_OR_EQUAL, value, eval(between.high(), depth + 1));
    }

    private boolean isIn(Node.In in, int depth) {
        ValueView value = eval(in.value(), depth);
        if (value.isMissing()) {
            return false;
        }
        if (in.literals().hold(value, order, cell(depth + 1))) {
            return true;
        }
        List<Node> others = in.others();
        for (int i = 0; i < others.size(); i++) {
            if (order.areEqual(value, eval(others.get(i), depth + 1))) {
                return true;
            }
        }
        return false;
    }

    private boolean compares(Operator operator, ValueView left, ValueView right) {
        if (operator == Operator.EQUAL) {
            return order.areEqual(left, right);
        }
        if (operator == Operator.NOT_EQUAL) {
            return ValueOrder.isSameType(left, right) && !order.areEqual(left, right);
        }
        int comparison = order.compare(left, right);
        return comparison != ValueOrder.NONE
                && switch (operator) {
                    case LESS -> comparison < 0;
                    case LESS_OR_EQUAL -> comparison <= 0;
                    case GREATER -> comparison > 0;
                    case GREATER_OR_EQUAL -> comparison >= 0;
                    default -> throw new IllegalArgumentException("operator=" + operator);
                };
    }

    private ValueView element(Node.Element element, int depth) {
        ValueView array = path(element.array(), cell(depth));
        ValueView index = eval(element.index(), depth + 1);
        if (array.isMissing() || index.isMissing()) {
            return cell(depth).clear();
        }
        long at = Numbers.integer(index, element.position());
        if (array.tag() != ValueTag.LIST && !array.isArray()) {
            throw new EvaluationException("array expected but found " + Numbers.typeOf(array), element.position());
        }
        int checked = Arrays64.checked(at, array.count(), element.position());
        array.element(checked, array);
        return array;
    }

    private ValueView slice(Node.Slice slice, int depth) {
        ValueView array = path(slice.array(), cell(depth));
        ValueView first = eval(slice.first(), depth + 1);
        ValueView last = eval(slice.last(), depth + 2);
        if (array.isMissing() || first.isMissing() || last.isMissing()) {
            return cell(depth).clear();
        }
        if (!array.isArray()) {
            throw new EvaluationException("array expected but found " + Numbers.typeOf(array), slice.position());
        }
        int count = array.count();
        int from = Arrays64.checked(Numbers.integer(first, slice.position()), count, slice.position());
        int to = Arrays64.checked(Numbers.integer(last, slice.position()), count, slice.position());
        Arrays64.requireOrder(from, to, slice.position());
        array.slice(from, to, array);
        return array;
    }

    private ValueView chain(Node.Chain chain, int depth) {
        ValueView result = eval(chain.first(), depth);
        List<Link> links = chain.links();
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            ValueView operand = eval(link.operand(), depth + 1);
            if (result.isMissing() || operand.isMissing()) {
                return cell(depth).clear();
            }
            result = combine(link, result, operand, cell(depth));
        }
        return result;
    }

    private ValueView combine(Link link, ValueView left, ValueView right, ValueView target) {
        int position = link.position();
        Operator operator = link.operator();
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> {
                if (left.tag() == ValueTag.INT64 && right.tag() == ValueTag.INT64) {
                    yield target.setInt64(Numbers.integers(operator, left.int64(), right.int64(), position));
                }
                if (isPrimitive(left) && isPrimitive(right)) {
                    yield target.setFloat64(Numbers.doubles(operator, toDouble(left), toDouble(right)));
                }
                yield target.set(combine(operator, Numbers.decoded(left), Numbers.decoded(right), position));
            }
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                target.setInt64(Numbers.bits(
                        operator, Numbers.integer(left, position), Numbers.integer(right, position), position));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, COMPLEMENT ->
                throw new IllegalStateException("operator=" + operator);
        };
    }

    private static boolean isPrimitive(ValueView value) {
        return value.tag() == ValueTag.INT64 || value.tag() == ValueTag.FLOAT64;
    }

    private static double toDouble(ValueView primitive) {
        return primitive.tag() == ValueTag.INT64 ? primitive.int64() : primitive.float64();
    }

    private Value combine(Operator operator, Value left, Value right, int position) {
        if (operator == Operator.ADD && left instanceof Value.Text(String x) && right instanceof Value.Text(String y)) {
            charge((long) x.length() + y.length(), position);
            return new Value.Text(x + y);
        }
        if (operator == Operator.ADD
                && left instanceof Value.Bytes(byte[] x)
                && right instanceof Value.Bytes(byte[] y)) {
            charge((long) x.length + y.length, position);
            byte[] joined = Arrays.copyOf(x, x.length + y.length);
            System.arraycopy(y, 0, joined, x.length, y.length);
            return new Value.Bytes(joined);
        }
        return Numbers.arithmetic(operator, left, right, position);
    }

    private ValueView unary(Node.Unary unary, int depth) {
        ValueView operand = eval(unary.operand(), depth);
        if (operand.isMissing()) {
            return operand;
        }
        ValueView target = cell(depth);
        if (unary.operator() == Operator.COMPLEMENT) {
            return target.setInt64(~Numbers.integer(operand, unary.position()));
        }
        if (operand.tag() == ValueTag.FLOAT64) {
            return target.setFloat64(-operand.float64());
        }
        return target.set(
                Numbers.arithmetic(Operator.SUBTRACT, new Value.Int64(0), Numbers.decoded(operand), unary.position()));
    }
}
