package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.item.Value;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Arrays of 64-bit numbers: elements, slices, and operations element by element. Arrays that come in are never changed. */
final class Arrays64 {
    private Arrays64() {}

    static int count(Value array, int position) {
        return switch (array) {
            case Value.Int64Array(long[] numbers) -> numbers.length;
            case Value.Float64Array(double[] numbers) -> numbers.length;
            default -> throw new EvaluationException("array expected but found " + Numbers.typeOf(array), position);
        };
    }

    /** The array with one element replaced. */
    static Value withElement(Value array, long index, Value value, int position) {
        int at = checked(index, count(array, position), position);
        if (array instanceof Value.Int64Array(long[] numbers)) {
            long[] changed = numbers.clone();
            changed[at] = Numbers.integer(value, position);
            return new Value.Int64Array(changed);
        }
        double[] changed = ((Value.Float64Array) array).values().clone();
        changed[at] = Numbers.toDouble(value, position);
        return new Value.Float64Array(changed);
    }

    /** The array with elements replaced by those of another. */
    static Value withSlice(Value array, long first, long last, Value source, int position) {
        int count = count(array, position);
        int from = checked(first, count, position);
        checked(last, count, position);
        requireOrder(first, last, position);
        int length = (int) (last - first) + 1;
        if (count(source, position) != length) {
            throw new EvaluationException(
                    "arrays have different lengths: " + length + " and " + count(source, position), position);
        }
        if (array instanceof Value.Int64Array(long[] numbers)) {
            if (!(source instanceof Value.Int64Array(long[] replacement))) {
                throw new EvaluationException("doubles do not go into an array of integers", position);
            }
            long[] changed = numbers.clone();
            System.arraycopy(replacement, 0, changed, from, length);
            return new Value.Int64Array(changed);
        }
        double[] changed = ((Value.Float64Array) array).values().clone();
        System.arraycopy(doubles(source), 0, changed, from, length);
        return new Value.Float64Array(changed);
    }

    static Value filled(long count, String type, Value initial, int position) {
        int limit = Limits.ATTRIBUTE_VALUE_LENGTH / 8 - 1;
        if (count < 0 || count > limit) {
            throw new EvaluationException(
                    "array's length is out of range: length=" + count + " limit=" + limit, position);
        }
        return switch (type) {
            case "int" -> {
                long[] numbers = new long[(int) count];
                Arrays.fill(numbers, Numbers.integer(initial, position));
                yield new Value.Int64Array(numbers);
            }
            case "double" -> {
                double[] numbers = new double[(int) count];
                Arrays.fill(numbers, Numbers.toDouble(initial, position));
                yield new Value.Float64Array(numbers);
            }
            default ->
                throw new EvaluationException("array's type is not 'int' or 'double': type='" + type + "'", position);
        };
    }

    /** Two arrays of the same length, element by element. */
    static Value pairwise(Value x, Value y, LongBinaryOperator ofLongs, DoubleBinaryOperator ofDoubles, int position) {
        int count = count(x, position);
        if (count(y, position) != count) {
            throw new EvaluationException(
                    "arrays have different lengths: " + count + " and " + count(y, position), position);
        }
        if (x instanceof Value.Int64Array(long[] a) && y instanceof Value.Int64Array(long[] b)) {
            long[] result = new long[count];
            for (int i = 0; i < count; i++) {
                result[i] = ofLongs.applyAsLong(a[i], b[i]);
            }
            return new Value.Int64Array(result);
        }
        double[] a = doubles(x);
        double[] b = doubles(y);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = ofDoubles.applyAsDouble(a[i], b[i]);
        }
        return new Value.Float64Array(result);
    }

    /** One number from all elements, of which there is at least one. */
    static Value fold(Value array, LongBinaryOperator ofLongs, DoubleBinaryOperator ofDoubles, int position) {
        if (count(array, position) == 0) {
            throw new EvaluationException("array is empty", position);
        }
        return array instanceof Value.Int64Array(long[] numbers)
                ? new Value.Int64(Arrays.stream(numbers).reduce(ofLongs).orElseThrow())
                : new Value.Float64(
                        Arrays.stream(doubles(array)).reduce(ofDoubles).orElseThrow());
    }

    private static double[] doubles(Value array) {
        return switch (array) {
            case Value.Float64Array(double[] numbers) -> numbers;
            case Value.Int64Array(long[] numbers) ->
                Arrays.stream(numbers).asDoubleStream().toArray();
            default -> throw new IllegalArgumentException("array=" + array);
        };
    }

    static int checked(long index, int count, int position) {
        if (index < 0 || index >= count) {
            throw new EvaluationException("index is out of range: index=" + index + " length=" + count, position);
        }
        return (int) index;
    }

    static void requireOrder(long first, long last, int position) {
        if (first > last) {
            throw new EvaluationException("range is empty: first=" + first + " last=" + last, position);
        }
    }
}
