package io.vireo.engine.expression;

import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The functions that make new values, over decoded ones. */
final class ValueFunctions {
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final int LONG_DIGITS = 19;

    private final Evaluator evaluator;

    ValueFunctions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value call(Function function, Value[] values, int position) {
        Value first = values[0];
        return switch (function) {
            case FIND -> find(text(first, position), text(values[1], position));
            case MIN -> fold(first, -1, position);
            case MAX -> fold(first, 1, position);
            case SUM -> sum(first, position);
            case AVG ->
                new Value.Float64(Numbers.toDouble(sum(first, position), position) / Arrays64.count(first, position));
            case PMIN -> pairwise(values, -1, position);
            case PMAX -> pairwise(values, 1, position);
            case PSUM -> {
                evaluator.charge(8L * Arrays64.count(first, position), position);
                yield Arrays64.pairwise(
                        first,
                        values[1],
                        (x, y) -> Numbers.integers(Operator.ADD, x, y, position),
                        Double::sum,
                        position);
            }
            case INIT_ARRAY -> {
                long count = Numbers.integer(first, position);
                evaluator.charge(8 * Math.max(0, Math.min(count, 1 << 20)), position);
                Value initial = values.length == 3 ? values[2] : new Value.Int64(0);
                yield Arrays64.filled(count, text(values[1], position), initial, position);
            }
            case BLOB -> blob(text(first, position), position);
            case SQRT -> new Value.Float64(Math.sqrt(Numbers.toDouble(first, position)));
            case TO_INT -> toInt(first, position);
            case STR -> str(first, position);
            case LIST_APPEND -> append(first, values[1]);
            case PLUS -> Numbers.exact(Operator.ADD, first, values[1]);
            case MINUS -> Numbers.exact(Operator.SUBTRACT, first, values[1]);
            case EXISTS, IF_NOT_EXISTS, IF_ELSE, STARTS, ENDS, CONTAINS, TYPE, LENGTH, SIZE, ISNAN, NANASZERO ->
                throw new IllegalStateException("function=" + function);
        };
    }

    private static String text(Value value, int position) {
        if (value instanceof Value.Text(String text)) {
            return text;
        }
        throw new EvaluationException("text expected but found " + Numbers.typeOf(value), position);
    }

    /** Code points before the first place where the part is; -1 when it is nowhere. */
    private static Value find(String whole, String part) {
        int at = whole.indexOf(part);
        return new Value.Int64(at < 0 ? -1 : whole.codePointCount(0, at));
    }

    private Value append(Value first, Value second) {
        if (first instanceof Value.ValueList(List<Value> x) && second instanceof Value.ValueList(List<Value> y)) {
            List<Value> joined = new ArrayList<>(x);
            joined.addAll(y);
            return new Value.ValueList(joined);
        }
        throw new EvaluationException(DynamoMessages.WRONG_OPERAND);
    }

    private Value fold(Value array, int sign, int position) {
        evaluator.charge(8L * Arrays64.count(array, position), position);
        return sign < 0
                ? Arrays64.fold(array, Math::min, Math::min, position)
                : Arrays64.fold(array, Math::max, Math::max, position);
    }

    private Value sum(Value array, int position) {
        evaluator.charge(8L * Arrays64.count(array, position), position);
        return Arrays64.fold(array, (x, y) -> Numbers.integers(Operator.ADD, x, y, position), Double::sum, position);
    }

    private Value pairwise(Value[] values, int sign, int position) {
        evaluator.charge(8L * Arrays64.count(values[0], position), position);
        return sign < 0
                ? Arrays64.pairwise(values[0], values[1], Math::min, Math::min, position)
                : Arrays64.pairwise(values[0], values[1], Math::max, Math::max, position);
    }

    static Value blob(String base64, int position) {
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
        if ((long) number.precision() - number.scale() > LONG_DIGITS) {
            throw new EvaluationException("integer overflow", position);
        }
        if ((long) number.precision() - number.scale() < 1) {
            return new Value.Int64(0); // before its digits are written out, of which a tiny number has many
        }
        Value narrowed = ValueCodec.narrow(new BigDecimal(number.toBigInteger()));
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
                    case Value.Decimal(BigDecimal number) -> number.toPlainString();
                    case Value.Bool bool -> bool == Value.Bool.TRUE ? "true" : "false";
                    case Value.Timestamp(long seconds, int nanos) -> seconds + ":" + nanos;
                    default ->
                        throw new EvaluationException(
                                "number, text, truth value or timestamp expected but found " + Numbers.typeOf(value),
                                position);
                });
    }
}
