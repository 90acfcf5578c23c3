package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import io.vireo.engine.item.ValueTag;
import io.vireo.engine.item.ValueView;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * Arithmetic. Two integers give an integer, division cutting off towards zero, and overflow is an error; a decimal with an
 * integer gives a decimal of up to 38 digits; with a double everything is a double. True counts as 1 in arithmetic, false as 0.
 */
final class Numbers {
    private static final MathContext DECIMAL = new MathContext(Limits.DECIMAL_DIGITS, RoundingMode.HALF_EVEN);

    private Numbers() {}

    static Value negate(Value value) {
        return switch (value) {
            case Value.Int64(long number) when number != Long.MIN_VALUE -> new Value.Int64(-number);
            case Value.Float64(double number) -> new Value.Float64(-number);
            default -> ValueCodec.narrow(decimal(value, 0).negate());
        };
    }

    static Value arithmetic(Operator operator, Value left, Value right, int position) {
        if (left instanceof Value.Float64 || right instanceof Value.Float64) {
            return new Value.Float64(doubles(operator, toDouble(left, position), toDouble(right, position)));
        }
        if (left instanceof Value.Decimal || right instanceof Value.Decimal) {
            return decimals(operator, decimal(left, position), decimal(right, position), position);
        }
        return new Value.Int64(integers(operator, integer(left, position), integer(right, position), position));
    }

    static double doubles(Operator operator, double x, double y) {
        return switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            default -> throw new IllegalArgumentException("operator=" + operator);
        };
    }

    private static Value decimals(Operator operator, BigDecimal x, BigDecimal y, int position) {
        if (operator == Operator.DIVIDE && y.signum() == 0) {
            throw new EvaluationException("division by zero", position);
        }
        BigDecimal result =
                switch (operator) {
                    case ADD -> x.add(y, DECIMAL);
                    case SUBTRACT -> x.subtract(y, DECIMAL);
                    case MULTIPLY -> x.multiply(y, DECIMAL);
                    case DIVIDE -> x.divide(y, DECIMAL);
                    default -> throw new IllegalArgumentException("operator=" + operator);
                };
        if (!ValueCodec.isDecimal(result)) {
            throw new EvaluationException("decimal is out of range", position);
        }
        return new Value.Decimal(result);
    }

    static long integers(Operator operator, long x, long y, int position) {
        try {
            return switch (operator) {
                case ADD -> Math.addExact(x, y);
                case SUBTRACT -> Math.subtractExact(x, y);
                case MULTIPLY -> Math.multiplyExact(x, y);
                case DIVIDE -> Math.divideExact(x, y);
                default -> throw new IllegalArgumentException("operator=" + operator);
            };
        } catch (ArithmeticException e) {
            throw new EvaluationException(y == 0 ? "division by zero" : "integer overflow", position);
        }
    }

    /**
     * The sum or difference of two numbers as DynamoDB has it: exact, or refused when it needs more digits than there are. A double takes part as
     * the shortest decimal that it is read from.
     */
    static Value exact(Operator operator, Value left, Value right) {
        if (left instanceof Value.Int64(long x) && right instanceof Value.Int64(long y)) {
            long result = operator == Operator.ADD ? x + y : x - y;
            boolean isOverflow =
                    operator == Operator.ADD ? ((x ^ result) & (y ^ result)) < 0 : ((x ^ y) & (x ^ result)) < 0;
            if (!isOverflow) {
                return new Value.Int64(result);
            }
        }
        BigDecimal x = shortest(left);
        BigDecimal y = shortest(right);
        BigDecimal result = operator == Operator.ADD ? x.add(y) : x.subtract(y);
        if (!ValueCodec.isDecimal(result)) {
            throw new EvaluationException(DynamoMessages.NUMBER_OVERFLOW);
        }
        return new Value.Decimal(result);
    }

    private static BigDecimal shortest(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> BigDecimal.valueOf(number);
            case Value.Decimal(BigDecimal number) -> number;
            case Value.Float64(double number) when Double.isFinite(number) -> BigDecimal.valueOf(number);
            default -> throw new EvaluationException(DynamoMessages.WRONG_OPERAND);
        };
    }

    static long bits(Operator operator, long x, long y, int position) {
        return switch (operator) {
            case BIT_AND -> x & y;
            case BIT_OR -> x | y;
            case BIT_XOR -> x ^ y;
            case SHIFT_LEFT -> x << shift(y, position);
            case SHIFT_RIGHT -> x >> shift(y, position);
            default -> throw new IllegalArgumentException("operator=" + operator);
        };
    }

    private static long shift(long count, int position) {
        if (count < 0 || count > 63) {
            throw new EvaluationException("shift is out of range: count=" + count + " limit=63", position);
        }
        return count;
    }

    /** A whole number, or a truth value as 1 or 0. */
    static long integer(Value value, int position) {
        return switch (value) {
            case Value.Int64(long number) -> number;
            case Value.Bool bool -> bool == Value.Bool.TRUE ? 1 : 0;
            default -> throw new EvaluationException("whole number expected but found " + typeOf(value), position);
        };
    }

    /** A whole number, or a truth value as 1 or 0. */
    static long integer(ValueView value, int position) {
        if (value.tag() == ValueTag.INT64 || value.tag() == ValueTag.BOOL) {
            return value.int64();
        }
        throw new EvaluationException("whole number expected but found " + typeOf(value), position);
    }

    /** What a view points at, which must be something. */
    static Value decoded(ValueView view) {
        return Objects.requireNonNull(view.toValue());
    }

    static double toDouble(Value value, int position) {
        return switch (value) {
            case Value.Float64(double number) -> number;
            case Value.Decimal(BigDecimal number) -> number.doubleValue();
            default -> integerOr(value, position);
        };
    }

    private static double integerOr(Value value, int position) {
        if (value instanceof Value.Int64 || value instanceof Value.Bool) {
            return integer(value, position);
        }
        throw new EvaluationException("number expected but found " + typeOf(value), position);
    }

    private static BigDecimal decimal(Value value, int position) {
        return switch (value) {
            case Value.Decimal(BigDecimal number) -> number;
            case Value.Float64(double number) -> new BigDecimal(number);
            default -> BigDecimal.valueOf(integer(value, position));
        };
    }

    /** What a value is, for messages. */
    static String typeOf(ValueView value) {
        return typeOf(decoded(value));
    }

    /** What a value is, for messages. */
    static String typeOf(Value value) {
        return switch (value) {
            case Value.Null _ -> "null";
            case Value.Bool _ -> "a truth value";
            case Value.Int64 _ -> "a whole number";
            case Value.Float64 _ -> "a double";
            case Value.Decimal _ -> "a decimal";
            case Value.Text _ -> "text";
            case Value.Bytes _ -> "bytes";
            case Value.Timestamp _ -> "a timestamp";
            case Value.ValueList _ -> "a list";
            case Value.ValueMap _ -> "a map";
            case Value.TextSet _, Value.DecimalSet _, Value.BytesSet _ -> "a set";
            case Value.Int64Array _, Value.Float64Array _ -> "an array";
        };
    }
}
