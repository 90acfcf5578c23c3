package io.vireo.engine.item;

import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns values into bytes and back; layout: {@link ValueTag}. A value has one form: exact numbers are narrowed and normalised, -0.0 is 0.0,
 * sets and maps are in the order of their bytes. What comes back of a decimal that fits 64 bits is therefore a whole number; only a double
 * stays a double, whatever it is worth, because some clients tell 1.0 from 1.
 */
public final class ValueCodec {
    private ValueCodec() {}

    /**
     * The bytes of a value.
     *
     * @throws InvalidRequestException the message names the limit that it exceeds
     */
    public static byte[] encode(Value value) {
        ByteWriter writer = new ByteWriter(32);
        encode(value, writer);
        return writer.copyFrom(0);
    }

    /** Appends a value. */
    public static void encode(Value value, ByteWriter target) {
        encode(value, target, 1);
    }

    private static void encode(Value value, ByteWriter target, int depth) {
        requireDepth(depth);
        switch (value) {
            case Value.Null _ -> target.u8(ValueTag.NULL);
            case Value.Bool bool -> bool(bool == Value.Bool.TRUE, target);
            case Value.Int64(long number) -> int64(number, target);
            case Value.Float64(double number) -> float64(number, target);
            case Value.Decimal(BigDecimal number) -> decimal(number, target);
            case Value.Text(String text) -> {
                target.u8(ValueTag.TEXT);
                target.bytes(text.getBytes(StandardCharsets.UTF_8));
            }
            case Value.Bytes(byte[] bytes) -> {
                target.u8(ValueTag.BYTES);
                target.bytes(bytes);
            }
            case Value.Timestamp(long seconds, int nanos) -> {
                target.u8(ValueTag.TIMESTAMP);
                target.i64(seconds);
                target.i32(nanos);
            }
            case Value.ValueList(List<Value> values) -> {
                target.u8(ValueTag.LIST);
                target.i32(values.size());
                values.forEach(each -> nested(each, target, depth));
            }
            case Value.ValueMap(var values) -> map(values, target, depth);
            case Value.TextSet(List<String> texts) ->
                set(
                        ValueTag.TEXT_SET,
                        texts.stream()
                                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                                .toList(),
                        target);
            case Value.DecimalSet(List<BigDecimal> numbers) ->
                set(
                        ValueTag.DECIMAL_SET,
                        numbers.stream().map(ValueCodec::decimalBytes).toList(),
                        target);
            case Value.BytesSet(List<byte[]> elements) -> set(ValueTag.BYTES_SET, elements, target);
            case Value.Int64Array(long[] numbers) -> {
                target.u8(ValueTag.INT64_ARRAY);
                for (long number : numbers) {
                    target.i64(number);
                }
            }
            case Value.Float64Array(double[] numbers) -> {
                target.u8(ValueTag.FLOAT64_ARRAY);
                for (double number : numbers) {
                    target.i64(Double.doubleToRawLongBits(number));
                }
            }
        }
    }

    static void bool(boolean value, ByteWriter target) {
        target.u8(ValueTag.BOOL);
        target.u8(value ? 1 : 0);
    }

    static void int64(long number, ByteWriter target) {
        target.u8(ValueTag.INT64);
        target.i64(number);
    }

    static void float64(double number, ByteWriter target) {
        target.u8(ValueTag.FLOAT64);
        // One form each for zero and for what is not a number: equal values have equal bytes.
        target.i64(number == 0 ? 0 : Double.doubleToLongBits(number));
    }

    static void decimal(BigDecimal number, ByteWriter target) {
        if (DecimalBytes.isLong(number)) {
            int64(number.longValueExact(), target);
            return;
        }
        target.u8(ValueTag.DECIMAL);
        target.bytes(decimalBytes(number));
    }

    static byte[] decimalBytes(BigDecimal number) {
        byte[] bytes = new byte[DecimalBytes.MAX_LENGTH];
        return Arrays.copyOf(bytes, DecimalBytes.encode(requireDecimal(number, "attributes"), bytes));
    }

    private static void map(SequencedMap<String, Value> values, ByteWriter target, int depth) {
        TreeMap<byte[], Value> sorted = new TreeMap<>(Arrays::compareUnsigned);
        values.forEach((name, value) -> sorted.put(name.getBytes(StandardCharsets.UTF_8), value));
        target.u8(ValueTag.MAP);
        target.i32(sorted.size());
        for (Map.Entry<byte[], Value> entry : sorted.entrySet()) {
            requireName(entry.getKey());
            target.u16(entry.getKey().length);
            target.bytes(entry.getKey());
            nested(entry.getValue(), target, depth);
        }
    }

    static void requireName(byte[] name) {
        if (name.length > Limits.MEMBER_NAME_LENGTH) {
            throw new InvalidRequestException("name in a map is too long: field=attributes length=" + name.length
                    + " limit=" + Limits.MEMBER_NAME_LENGTH);
        }
    }

    static void requireDepth(int depth) {
        if (depth > Limits.VALUE_DEPTH) {
            throw new InvalidRequestException("value nests too deeply: field=attributes limit=" + Limits.VALUE_DEPTH);
        }
    }

    private static void nested(Value value, ByteWriter target, int depth) {
        int lengthAt = target.length();
        target.i32(0);
        encode(value, target, depth + 1);
        target.i32At(lengthAt, target.length() - lengthAt - 4);
    }

    private static void set(int tag, Collection<byte[]> elements, ByteWriter target) {
        TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
        sorted.addAll(elements);
        sortedSet(tag, sorted, target);
    }

    static void sortedSet(int tag, TreeSet<byte[]> elements, ByteWriter target) {
        target.u8(tag);
        target.i32(elements.size());
        for (byte[] element : elements) {
            target.i32(element.length);
            target.bytes(element);
        }
    }

    /**
     * The value that is all of what the reader has left.
     *
     * @throws InvalidRequestException the bytes are not a value
     */
    public static Value decode(ByteReader source) {
        MemorySegment buffer = MemorySegment.ofArray(source.array());
        int offset = source.offset();
        try {
            return decode(new ValueView().wrap(buffer, offset, source.remaining()));
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidRequestException("value is malformed: field=length");
        }
    }

    /** The value that a view points at. */
    static Value decode(ValueView view) {
        return decode(view, 1);
    }

    private static Value decode(ValueView view, int depth) {
        requireDepth(depth);
        return switch (view.tag()) {
            case ValueTag.NULL -> Value.Null.NULL;
            case ValueTag.BOOL -> Value.Bool.of(view.isTrue());
            case ValueTag.INT64 -> new Value.Int64(view.int64());
            case ValueTag.FLOAT64 -> new Value.Float64(view.float64());
            case ValueTag.DECIMAL ->
                new Value.Decimal(DecimalBytes.decode(view.buffer(), view.offset(), view.length()));
            case ValueTag.TEXT -> new Value.Text(text(view, 0, view.length()));
            case ValueTag.BYTES -> new Value.Bytes(bytes(view, 0, view.length()));
            case ValueTag.TIMESTAMP -> new Value.Timestamp(view.int64(), view.nanos());
            case ValueTag.LIST -> list(view, depth);
            case ValueTag.MAP -> map(view, depth);
            case ValueTag.TEXT_SET -> new Value.TextSet(elements(view, (at, length) -> text(view, at, length)));
            case ValueTag.DECIMAL_SET ->
                new Value.DecimalSet(
                        elements(view, (at, length) -> DecimalBytes.decode(view.buffer(), view.offset() + at, length)));
            case ValueTag.BYTES_SET -> new Value.BytesSet(elements(view, (at, length) -> bytes(view, at, length)));
            case ValueTag.INT64_ARRAY -> {
                long[] numbers = new long[view.count()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = view.buffer().get(ValueView.LONG, view.offset() + 8L * i);
                }
                yield new Value.Int64Array(numbers);
            }
            case ValueTag.FLOAT64_ARRAY -> {
                double[] numbers = new double[view.count()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Double.longBitsToDouble(view.buffer().get(ValueView.LONG, view.offset() + 8L * i));
                }
                yield new Value.Float64Array(numbers);
            }
            default -> throw new InvalidRequestException("value is malformed: field=tag");
        };
    }

    private static Value list(ValueView view, int depth) {
        return new Value.ValueList(elements(
                view,
                (at, length) -> decode(new ValueView().wrap(view.buffer(), view.offset() + at, length), depth + 1)));
    }

    private static Value map(ValueView view, int depth) {
        int count = view.count();
        LinkedHashMap<String, Value> values = new LinkedHashMap<>();
        int at = 4;
        for (int i = 0; i < count; i++) {
            int nameLength = view.nameLength(at);
            int valueLength = view.partLength(at + 2L + nameLength);
            int valueAt = at + 2 + nameLength + 4;
            Value value = decode(new ValueView().wrap(view.buffer(), view.offset() + valueAt, valueLength), depth + 1);
            values.put(text(view, at + 2, nameLength), value);
            at = valueAt + valueLength;
        }
        return new Value.ValueMap(values);
    }

    /** Makes an element of its place, which is relative to the payload. */
    private interface ElementReader<T> {
        T read(int at, int length);
    }

    private static <T> List<T> elements(ValueView view, ElementReader<T> reader) {
        int count = view.count();
        List<T> elements = new ArrayList<>();
        int at = 4;
        for (int i = 0; i < count; i++) {
            int length = view.partLength(at);
            elements.add(reader.read(at + 4, length));
            at += 4 + length;
        }
        return elements;
    }

    private static byte[] bytes(ValueView view, int at, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(view.buffer(), ValueLayout.JAVA_BYTE, view.offset() + at, bytes, 0, length);
        return bytes;
    }

    private static String text(ValueView view, int at, int length) {
        return new String(bytes(view, at, length), StandardCharsets.UTF_8);
    }

    /** Admits a decimal: what {@link BigDecimal} reads, within {@link Limits#DECIMAL_DIGITS} and the range of exponents; normalised. */
    public static BigDecimal decimal(String text, String field) {
        // The text's own length bounds the work of parsing it, before its digits are counted.
        if (text.length() > Limits.DECIMAL_TEXT_LENGTH) {
            throw new InvalidRequestException("decimal is too long: field=" + field + " length=" + text.length()
                    + " limit=" + Limits.DECIMAL_TEXT_LENGTH);
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidRequestException("decimal is not a number: field=" + field + " value=" + text);
        }
        return requireDecimal(number, field);
    }

    /** Admits a computed decimal, and normalises it: no zeros at its end, zero without sign and exponent. */
    public static BigDecimal requireDecimal(BigDecimal number, String field) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (stripped.precision() > Limits.DECIMAL_DIGITS) {
            throw new InvalidRequestException("decimal has too many digits: field=" + field + " digits="
                    + stripped.precision() + " limit=" + Limits.DECIMAL_DIGITS);
        }
        long exponent = exponent(stripped);
        if (exponent > Limits.DECIMAL_EXPONENT_MAX || exponent < Limits.DECIMAL_EXPONENT_MIN) {
            throw new InvalidRequestException("decimal is out of range: field=" + field + " exponent=" + exponent
                    + " limit=" + (exponent < 0 ? Limits.DECIMAL_EXPONENT_MIN : Limits.DECIMAL_EXPONENT_MAX));
        }
        return stripped;
    }

    /** A whole number when it is one of 64 bits, else a decimal. */
    public static Value narrow(BigDecimal number) {
        return DecimalBytes.isLong(number) ? new Value.Int64(number.longValueExact()) : new Value.Decimal(number);
    }

    /** Whether a number is one that can be kept exactly. */
    public static boolean isDecimal(BigDecimal number) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        long exponent = exponent(stripped);
        return stripped.precision() <= Limits.DECIMAL_DIGITS
                && exponent <= Limits.DECIMAL_EXPONENT_MAX
                && exponent >= Limits.DECIMAL_EXPONENT_MIN;
    }

    private static long exponent(BigDecimal stripped) {
        return stripped.signum() == 0 ? 0 : stripped.precision() - (long) stripped.scale() - 1;
    }
}
