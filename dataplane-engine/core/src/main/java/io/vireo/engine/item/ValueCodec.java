package io.vireo.engine.item;

import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns values into bytes and back; layout: {@link ValueTag}. */
public final class ValueCodec {
    private ValueCodec() {}

    /** The bytes of a value. */
    public static byte[] encode(Value value) {
        ByteWriter writer = new ByteWriter(32);
        encode(value, writer);
        return writer.copyFrom(0);
    }

    /** Appends a value. */
    public static void encode(Value value, ByteWriter target) {
        switch (value) {
            case Value.Null _ -> target.u8(ValueTag.NULL);
            case Value.Bool bool -> {
                target.u8(ValueTag.BOOL);
                target.u8(bool == Value.Bool.TRUE ? 1 : 0);
            }
            case Value.Int64(long number) -> {
                target.u8(ValueTag.INT64);
                target.i64(number);
            }
            case Value.Float64(double number) -> {
                target.u8(ValueTag.FLOAT64);
                target.i64(Double.doubleToRawLongBits(number));
            }
            case Value.Decimal(BigDecimal number) -> {
                target.u8(ValueTag.DECIMAL);
                target.bytes(number.toString().getBytes(StandardCharsets.US_ASCII));
            }
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
                values.forEach(each -> encodeWithLength(each, target));
            }
            case Value.ValueMap(var values) -> {
                target.u8(ValueTag.MAP);
                target.i32(values.size());
                for (Map.Entry<String, Value> entry : values.entrySet()) {
                    byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
                    target.u16(name.length);
                    target.bytes(name);
                    encodeWithLength(entry.getValue(), target);
                }
            }
            case Value.TextSet(List<String> texts) -> encodeSet(ValueTag.TEXT_SET, texts, target);
            case Value.DecimalSet(List<String> decimals) -> encodeSet(ValueTag.DECIMAL_SET, decimals, target);
            case Value.BytesSet(List<byte[]> elements) -> {
                target.u8(ValueTag.BYTES_SET);
                target.i32(elements.size());
                for (byte[] element : elements) {
                    target.i32(element.length);
                    target.bytes(element);
                }
            }
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

    private static void encodeWithLength(Value value, ByteWriter target) {
        int lengthAt = target.length();
        target.i32(0);
        encode(value, target);
        target.i32At(lengthAt, target.length() - lengthAt - 4);
    }

    private static void encodeSet(int tag, List<String> elements, ByteWriter target) {
        target.u8(tag);
        target.i32(elements.size());
        for (String element : elements) {
            byte[] bytes = element.getBytes(StandardCharsets.UTF_8);
            target.i32(bytes.length);
            target.bytes(bytes);
        }
    }

    /** The value that is all of what the reader has left. */
    public static Value decode(ByteReader source) {
        int tag = source.u8();
        return switch (tag) {
            case ValueTag.NULL -> Value.Null.NULL;
            case ValueTag.BOOL -> Value.Bool.of(source.u8() != 0);
            case ValueTag.INT64 -> new Value.Int64(source.i64());
            case ValueTag.FLOAT64 -> new Value.Float64(Double.longBitsToDouble(source.i64()));
            case ValueTag.DECIMAL -> new Value.Decimal(new BigDecimal(text(source, source.remaining())));
            case ValueTag.TEXT -> new Value.Text(text(source, source.remaining()));
            case ValueTag.BYTES -> new Value.Bytes(source.bytes(source.remaining()));
            case ValueTag.TIMESTAMP -> new Value.Timestamp(source.i64(), source.i32());
            case ValueTag.LIST -> new Value.ValueList(elements(source, ValueCodec::decode));
            case ValueTag.MAP -> map(source);
            case ValueTag.TEXT_SET -> new Value.TextSet(elements(source, each -> text(each, each.remaining())));
            case ValueTag.DECIMAL_SET -> new Value.DecimalSet(elements(source, each -> text(each, each.remaining())));
            case ValueTag.BYTES_SET -> new Value.BytesSet(elements(source, each -> each.bytes(each.remaining())));
            case ValueTag.INT64_ARRAY -> {
                long[] numbers = new long[source.remaining() / 8];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = source.i64();
                }
                yield new Value.Int64Array(numbers);
            }
            case ValueTag.FLOAT64_ARRAY -> {
                double[] numbers = new double[source.remaining() / 8];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Double.longBitsToDouble(source.i64());
                }
                yield new Value.Float64Array(numbers);
            }
            default -> throw new IllegalStateException("value has an unknown tag: tag=" + tag);
        };
    }

    private static Value map(ByteReader source) {
        int count = source.i32();
        LinkedHashMap<String, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(source, source.u16());
            values.put(name, decode(part(source)));
        }
        return new Value.ValueMap(values);
    }

    private static <T> List<T> elements(ByteReader source, Function<ByteReader, T> element) {
        int count = source.i32();
        List<T> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(part(source)));
        }
        return elements;
    }

    /** The next bytes, which carry their length. */
    private static ByteReader part(ByteReader source) {
        int length = source.length();
        int start = source.skip(length);
        return new ByteReader().wrap(source.array(), start, start + length);
    }

    private static String text(ByteReader source, int length) {
        int start = source.skip(length);
        return new String(source.array(), start, length, StandardCharsets.UTF_8);
    }

    /** Admits a decimal: what {@link BigDecimal} reads, within {@link Limits#DECIMAL_DIGITS} and {@link Limits#DECIMAL_EXPONENT}. */
    public static BigDecimal decimal(String text, String field) {
        // The text's own length bounds the work of parsing it, before its digits are counted.
        if (text.length() > 2 * Limits.DECIMAL_DIGITS + 16) {
            throw new InvalidRequestException("decimal is too long: field=" + field + " length=" + text.length());
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidRequestException("decimal is not a number: field=" + field + " value=" + text);
        }
        return requireDecimal(number, field);
    }

    /** Admits a computed decimal. */
    public static BigDecimal requireDecimal(BigDecimal number, String field) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (stripped.precision() > Limits.DECIMAL_DIGITS) {
            throw new InvalidRequestException("decimal has too many digits: field=" + field + " digits="
                    + stripped.precision() + " limit=" + Limits.DECIMAL_DIGITS);
        }
        if (Math.abs((long) stripped.scale()) > Limits.DECIMAL_EXPONENT) {
            throw new InvalidRequestException("decimal is out of range: field=" + field + " exponent="
                    + -stripped.scale() + " limit=" + Limits.DECIMAL_EXPONENT);
        }
        return number;
    }
}
