package io.vireo.engine.expression;

import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Value;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each {@link Function} gives. With an argument that has no value, the result has none, unless the function asks for just that. */
final class Functions {
    private static final int NUMBER_LENGTH_MAX = 64;

    private final Evaluator evaluator;

    Functions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    @Nullable Value call(Node.Call call) {
        List<Node> arguments = call.arguments();
        Node first = arguments.getFirst();
        switch (call.function()) {
            case EXISTS -> {
                return Value.Bool.of(first instanceof Node.Name(String name) && evaluator.get(name) != null);
            }
            case IF_NOT_EXISTS -> {
                @Nullable Value present = evaluator.eval(first);
                return present != null ? present : evaluator.eval(arguments.get(1));
            }
            case IF_ELSE -> {
                return evaluator.eval(arguments.get(evaluator.isTrue(first) ? 1 : 2));
            }
            default -> {
                return callWithValues(call);
            }
        }
    }

    private @Nullable Value callWithValues(Node.Call call) {
        Value[] values = new Value[call.arguments().size()];
        for (int i = 0; i < values.length; i++) {
            @Nullable Value value = evaluator.eval(call.arguments().get(i));
            if (value == null) {
                return null;
            }
            values[i] = value;
        }
        int position = call.position();
        Value first = values[0];
        return switch (call.function()) {
            case STARTS -> Value.Bool.of(text(first, position).startsWith(text(values[1], position)));
            case ENDS -> Value.Bool.of(text(first, position).endsWith(text(values[1], position)));
            case CONTAINS -> Value.Bool.of(text(first, position).contains(text(values[1], position)));
            case FIND -> new Value.Int64(text(first, position).indexOf(text(values[1], position)));
            case MIN -> values.length == 2 ? extreme(first, values[1], -1, position) : fold(first, -1, position);
            case MAX -> values.length == 2 ? extreme(first, values[1], 1, position) : fold(first, 1, position);
            case SUM -> sum(first, position);
            case AVG ->
                new Value.Float64(Numbers.toDouble(sum(first, position), position) / Arrays64.count(first, position));
            case PMIN -> pairwise(values, -1, position);
            case PMAX -> pairwise(values, 1, position);
            case PSUM -> {
                evaluator.charge(8L * Arrays64.count(first, position), position);
                yield Arrays64.pairwise(first, values[1], (x, y) -> addExact(x, y, position), Double::sum, position);
            }
            case LENGTH -> new Value.Int64(length(first, position));
            case INIT_ARRAY -> {
                long count = Numbers.integer(first, position);
                evaluator.charge(8 * Math.max(0, Math.min(count, 1 << 20)), position);
                Value initial = values.length == 3 ? values[2] : new Value.Int64(0);
                yield Arrays64.filled(count, text(values[1], position), initial, position);
            }
            case BLOB -> blob(text(first, position), position);
            case SQRT -> new Value.Float64(Math.sqrt(Numbers.toDouble(first, position)));
            case ISNAN -> Value.Bool.of(first instanceof Value.Float64(double number) && Double.isNaN(number));
            case TO_INT -> toInt(first, position);
            case STR -> str(first, position);
            case EXISTS, IF_NOT_EXISTS, IF_ELSE -> throw new IllegalStateException("function=" + call.function());
        };
    }

    private static String text(Value value, int position) {
        if (value instanceof Value.Text(String text)) {
            return text;
        }
        throw new EvaluationException("text expected but found " + Numbers.typeOf(value), position);
    }

    /** The lesser (sign -1) or greater (sign 1) of two values. */
    private static Value extreme(Value x, Value y, int sign, int position) {
        if (!Evaluator.isComparable(x, y)) {
            throw new EvaluationException(
                    "values cannot be compared: " + Numbers.typeOf(x) + " and " + Numbers.typeOf(y), position);
        }
        return Evaluator.order(x, y) * sign >= 0 ? x : y;
    }

    private Value fold(Value array, int sign, int position) {
        evaluator.charge(8L * Arrays64.count(array, position), position);
        return sign < 0
                ? Arrays64.fold(array, Math::min, Math::min, position)
                : Arrays64.fold(array, Math::max, Math::max, position);
    }

    private Value sum(Value array, int position) {
        evaluator.charge(8L * Arrays64.count(array, position), position);
        return Arrays64.fold(array, (x, y) -> addExact(x, y, position), Double::sum, position);
    }

    private Value pairwise(Value[] values, int sign, int position) {
        evaluator.charge(8L * Arrays64.count(values[0], position), position);
        return sign < 0
                ? Arrays64.pairwise(values[0], values[1], Math::min, Math::min, position)
                : Arrays64.pairwise(values[0], values[1], Math::max, Math::max, position);
    }

    private static long addExact(long x, long y, int position) {
        return Numbers.integer(
                Numbers.arithmetic(Operator.ADD, new Value.Int64(x), new Value.Int64(y), position), position);
    }

    /** Code points of text, bytes of bytes, elements of everything else. */
    private static long length(Value value, int position) {
        return switch (value) {
            case Value.Text(String text) -> text.codePointCount(0, text.length());
            case Value.Bytes(byte[] bytes) -> bytes.length;
            case Value.ValueList(var values) -> values.size();
            case Value.ValueMap(var values) -> values.size();
            case Value.TextSet(var values) -> values.size();
            case Value.DecimalSet(var values) -> values.size();
            case Value.BytesSet(var values) -> values.size();
            default -> Arrays64.count(value, position);
        };
    }

    private static Value blob(String base64, int position) {
        try {
            return new Value.Bytes(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("blob is not base64", position);
        }
    }

    private static Value toInt(Value value, int position) {
        BigDecimal number =
                switch (value) {
                    case Value.Decimal(BigDecimal decimal) -> decimal;
                    case Value.Text(String text) -> parsed(text, position);
                    case Value.Float64(double d) when Double.isFinite(d) -> new BigDecimal(d);
                    default -> BigDecimal.valueOf(Numbers.integer(value, position));
                };
        if (number.precision() - number.scale() > 19) {
            throw new EvaluationException("integer overflow", position);
        }
        Value narrowed = Numbers.narrow(new BigDecimal(number.toBigInteger()));
        if (narrowed instanceof Value.Int64) {
            return narrowed;
        }
        throw new EvaluationException("integer overflow", position);
    }

    private static BigDecimal parsed(String text, int position) {
        try {
            if (text.length() <= NUMBER_LENGTH_MAX) {
                return new BigDecimal(text.strip());
            }
        } catch (NumberFormatException e) {
            throw new EvaluationException("text is not a number", position);
        }
        throw new EvaluationException("text is too long for a number: limit=" + NUMBER_LENGTH_MAX, position);
    }

    private static Value str(Value value, int position) {
        return new Value.Text(
                switch (value) {
                    case Value.Text(String text) -> text;
                    case Value.Int64(long number) -> Long.toString(number);
                    case Value.Float64(double number) -> Double.toString(number);
                    case Value.Decimal(BigDecimal number) -> number.toString();
                    case Value.Bool bool -> bool == Value.Bool.TRUE ? "true" : "false";
                    case Value.Timestamp(long seconds, int nanos) -> seconds + ":" + nanos;
                    default ->
                        throw new EvaluationException(
                                "number, text, truth value or timestamp expected but found " + Numbers.typeOf(value),
                                position);
                });
    }
}
