package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueTag;
import io.vireo.engine.item.ValueView;
import java.util.List;

/**
 * What each {@link Function} gives over values where they lie; those that make new values are {@link ValueFunctions}. With an argument that has
 * no value, the result has none, unless the function asks for just that. What starts, ends or contains another of a different type does not.
 */
final class Functions {
    private final Evaluator evaluator;
    private final ValueOrder order;
    private final ValueFunctions values;

    Functions(Evaluator evaluator, ValueOrder order) {
        this.evaluator = evaluator;
        this.order = order;
        this.values = new ValueFunctions(evaluator);
    }

    ValueView call(Node.Call call, int depth) {
        List<Node> arguments = call.arguments();
        return switch (call.function()) {
            case EXISTS -> {
                boolean isThere = !evaluator.eval(arguments.getFirst(), depth).isMissing();
                yield evaluator.cell(depth).setBool(isThere);
            }
            case IF_NOT_EXISTS -> {
                ValueView present = evaluator.eval(arguments.getFirst(), depth);
                yield present.isMissing() ? evaluator.eval(arguments.get(1), depth) : present;
            }
            case IF_ELSE -> evaluator.eval(arguments.get(evaluator.holds(arguments.getFirst(), depth) ? 1 : 2), depth);
            case STARTS, ENDS, CONTAINS, TYPE -> test(call, depth);
            case LENGTH, SIZE -> length(call, depth);
            case MIN, MAX -> {
                if (arguments.size() == 1) {
                    yield callWithValues(call, depth);
                }
                yield extreme(call, depth);
            }
            case ISNAN -> {
                ValueView number = evaluator.eval(arguments.getFirst(), depth);
                yield number.isMissing() ? number : evaluator.cell(depth).setBool(isNan(number));
            }
            case NANASZERO -> {
                ValueView number = evaluator.eval(arguments.getFirst(), depth);
                yield isNan(number) ? evaluator.cell(depth).setFloat64(0) : number;
            }
            case INIT_ARRAY, BLOB, PMIN, PMAX, PSUM, SUM, AVG, SQRT, TO_INT, STR, FIND, LIST_APPEND, PLUS, MINUS ->
                callWithValues(call, depth);
        };
    }

    private ValueView callWithValues(Node.Call call, int depth) {
        Value[] arguments = new Value[call.arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            ValueView argument = evaluator.eval(call.arguments().get(i), depth);
            if (argument.isMissing()) {
                return evaluator.cell(depth).clear();
            }
            arguments[i] = Numbers.decoded(argument);
        }
        return evaluator.cell(depth).set(values.call(call.function(), arguments, call.position()));
    }

    private ValueView test(Node.Call call, int depth) {
        ValueView whole = evaluator.eval(call.arguments().getFirst(), depth);
        ValueView part = evaluator.eval(call.arguments().get(1), depth + 1);
        if (whole.isMissing() || part.isMissing()) {
            return evaluator.cell(depth).clear();
        }
        boolean isTrue =
                switch (call.function()) {
                    case STARTS -> isText(whole, part) && ByteSearch.starts(whole, part);
                    case ENDS -> isText(whole, part) && ByteSearch.ends(whole, part);
                    case CONTAINS ->
                        whole.isSet() || whole.tag() == ValueTag.LIST
                                ? order.holds(whole, part)
                                : isText(whole, part) && ByteSearch.contains(whole, part);
                    case TYPE -> DynamoType.of(whole).isNamedBy(part);
                    default -> throw new IllegalArgumentException("function=" + call.function());
                };
        return evaluator.cell(depth).setBool(isTrue);
    }

    private static boolean isText(ValueView whole, ValueView part) {
        return whole.tag() == part.tag() && (whole.tag() == ValueTag.TEXT || whole.tag() == ValueTag.BYTES);
    }

    /** Code points of text, bytes of bytes, elements of everything else. */
    private ValueView length(Node.Call call, int depth) {
        ValueView value = evaluator.eval(call.arguments().getFirst(), depth);
        if (value.isMissing()) {
            return value;
        }
        ValueView target = evaluator.cell(depth);
        return switch (value.tag()) {
            case ValueTag.TEXT -> target.setInt64(ByteSearch.codePointCount(value));
            case ValueTag.BYTES -> target.setInt64(value.length());
            case ValueTag.LIST,
                    ValueTag.MAP,
                    ValueTag.TEXT_SET,
                    ValueTag.DECIMAL_SET,
                    ValueTag.BYTES_SET,
                    ValueTag.INT64_ARRAY,
                    ValueTag.FLOAT64_ARRAY -> target.setInt64(value.count());
            default -> {
                if (call.function() == Function.SIZE) {
                    yield target.clear();
                }
                throw new EvaluationException("array expected but found " + Numbers.typeOf(value), call.position());
            }
        };
    }

    /** The lesser or greater of two values; the first when they are equal. */
    private ValueView extreme(Node.Call call, int depth) {
        ValueView x = evaluator.eval(call.arguments().getFirst(), depth);
        ValueView y = evaluator.eval(call.arguments().get(1), depth + 1);
        if (x.isMissing() || y.isMissing()) {
            return evaluator.cell(depth).clear();
        }
        int comparison = order.compare(x, y);
        if (comparison == ValueOrder.NONE) {
            throw new EvaluationException(
                    "values cannot be compared: " + Numbers.typeOf(x) + " and " + Numbers.typeOf(y), call.position());
        }
        boolean isFirst = call.function() == Function.MIN ? comparison <= 0 : comparison >= 0;
        return isFirst ? x : evaluator.cell(depth).copyOf(y);
    }

    private static boolean isNan(ValueView value) {
        return value.tag() == ValueTag.FLOAT64 && Double.isNaN(value.float64());
    }
}
