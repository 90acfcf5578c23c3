package io.vireo.simulation.model;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.AttributeReader;
import io.vireo.channel.message.AttributeWriter;
import io.vireo.channel.message.ValueReader;
import io.vireo.channel.message.ValueWriter;
import io.vireo.simulation.world.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values of attributes as plain objects that are equal when the values are: Boolean, Long, Double, String, {@link Bytes}, {@link Timestamp}, {@link Decimal}, {@link
 * Texts}, {@link Integers}, {@link Doubles}, {@link Nothing}, List, Map.
 */
public final class Values {
    private static final int DEPTH_LIMIT = 3;

    private Values() {}

    /** Null. */
    public record Nothing() {}

    /** Bytes, in hexadecimal. */
    public record Bytes(String hex) {}

    /** A point in time. */
    public record Timestamp(long seconds, int nanos) {}

    /** A decimal as the engine writes it. */
    public record Decimal(String text) {}

    /** A set of texts, in the order of their bytes. */
    public record Texts(List<String> sorted) {}

    /** An array of 64-bit integers. */
    public record Integers(List<Long> values) {}

    /** An array of doubles. */
    public record Doubles(List<Double> values) {}

    /** Any value. */
    public static Object any(Dice dice) {
        return any(dice, 0);
    }

    private static Object any(Dice dice, int depth) {
        return switch (dice.nextInt(depth < DEPTH_LIMIT ? 12 : 9)) {
            case 0 -> new Nothing();
            case 1 -> dice.nextBoolean();
            case 2 -> dice.nextLong();
            case 3 -> dice.nextDouble();
            case 4 -> text(dice);
            case 5 -> new Bytes(HexFormat.of().toHexDigits(dice.nextLong(), dice.between(0, 7) * 2));
            case 6 -> new Timestamp(dice.between(-1_000_000_000L, 5_000_000_000L), dice.between(0, 999_999_999));
            case 7 -> new Decimal(dice.between(1L, Long.MAX_VALUE - 1) + ".5");
            case 8 -> {
                TreeSet<String> texts = new TreeSet<>();
                int count = dice.between(1, 4);
                for (int i = 0; i < count; i++) {
                    texts.add("t" + dice.nextInt(100));
                }
                yield new Texts(List.copyOf(texts));
            }
            case 9 -> {
                List<Object> values = new ArrayList<>();
                int count = dice.nextInt(4);
                for (int i = 0; i < count; i++) {
                    values.add(any(dice, depth + 1));
                }
                yield values;
            }
            case 10 -> {
                Map<String, Object> values = new LinkedHashMap<>();
                int count = dice.nextInt(4);
                for (int i = 0; i < count; i++) {
                    values.put("k" + i, any(dice, depth + 1));
                }
                yield values;
            }
            default ->
                dice.nextBoolean()
                        ? new Integers(List.of(dice.nextLong(), dice.nextLong()))
                        : new Doubles(List.of(dice.nextDouble(), 0.0, Double.MAX_VALUE));
        };
    }

    private static String text(Dice dice) {
        String alphabet = "aZ0 /ä€𝄞\"\\\n";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = dice.skewed(300);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[dice.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** Writes attributes into a message. */
    public static void write(Map<String, Object> attributes, StructListWriter<AttributeWriter> target) {
        int index = 0;
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            write(
                    attribute.getValue(),
                    target.get(index++).name(attribute.getKey()).initValue());
        }
    }

    @SuppressWarnings("unchecked")
    private static void write(Object value, ValueWriter target) {
        switch (value) {
            case Nothing() -> target.setNull();
            case Boolean bool -> target.bool(bool);
            case Long number -> target.integer(number);
            case Double number -> target.doubleValue(number);
            case String text -> target.text(text);
            case Bytes(String hex) -> target.bytes(HexFormat.of().parseHex(hex));
            case Timestamp(long seconds, int nanos) ->
                target.initTimestamp().seconds(seconds).nanos(nanos);
            case Decimal(String text) -> target.decimal(text);
            case Texts(List<String> sorted) -> {
                var texts = target.initTextSet(sorted.size());
                for (int i = 0; i < sorted.size(); i++) {
                    texts.set(i, sorted.get(sorted.size() - 1 - i));
                }
            }
            case Integers(List<Long> values) -> {
                var numbers = target.initIntegerArray(values.size());
                for (int i = 0; i < values.size(); i++) {
                    numbers.set(i, values.get(i));
                }
            }
            case Doubles(List<Double> values) -> {
                var numbers = target.initDoubleArray(values.size());
                for (int i = 0; i < values.size(); i++) {
                    numbers.set(i, values.get(i));
                }
            }
            case List<?> values -> {
                StructListWriter<ValueWriter> elements = target.initList(values.size());
                for (int i = 0; i < values.size(); i++) {
                    write(values.get(i), elements.get(i));
                }
            }
            case Map<?, ?> values -> write((Map<String, Object>) values, target.initMap(values.size()));
            default -> throw new IllegalArgumentException("not a value: " + value);
        }
    }

    /** Reads the attributes of a message, by name. */
    public static Map<String, Object> read(StructListReader<AttributeReader> source) {
        Map<String, Object> attributes = new TreeMap<>();
        for (int i = 0; i < source.count(); i++) {
            AttributeReader attribute = source.get(i);
            attributes.put(attribute.name(), read(attribute.value()));
        }
        return attributes;
    }

    private static Object read(ValueReader value) {
        return switch (value.which()) {
            case NULL -> new Nothing();
            case BOOL -> value.bool();
            case INTEGER -> value.integer();
            case DOUBLE -> value.doubleValue();
            case DECIMAL -> new Decimal(value.decimal());
            case TEXT -> value.text();
            case BYTES -> new Bytes(HexFormat.of().formatHex(value.bytes().toByteArray()));
            case TIMESTAMP ->
                new Timestamp(
                        value.timestamp().seconds(), (int) value.timestamp().nanos());
            case LIST -> {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < value.list().count(); i++) {
                    values.add(read(value.list().get(i)));
                }
                yield values;
            }
            case MAP -> {
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = 0; i < value.map().count(); i++) {
                    AttributeReader entry = value.map().get(i);
                    values.put(entry.name(), read(entry.value()));
                }
                yield values;
            }
            case TEXT_SET -> {
                String[] texts = new String[value.textSet().count()];
                Arrays.setAll(texts, i -> value.textSet().get(i));
                yield new Texts(List.of(texts));
            }
            case INTEGER_ARRAY -> {
                Long[] numbers = new Long[value.integerArray().count()];
                Arrays.setAll(numbers, i -> value.integerArray().get(i));
                yield new Integers(List.of(numbers));
            }
            case DOUBLE_ARRAY -> {
                Double[] numbers = new Double[value.doubleArray().count()];
                Arrays.setAll(numbers, i -> value.doubleArray().get(i));
                yield new Doubles(List.of(numbers));
            }
            case DECIMAL_SET, BYTES_SET, UNRECOGNIZED ->
                throw new IllegalArgumentException("value that nobody wrote: " + value.which());
        };
    }
}
