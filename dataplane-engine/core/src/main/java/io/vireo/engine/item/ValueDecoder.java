package io.vireo.engine.item;

import io.vireo.channel.capnp.DataListReader;
import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.DoubleListReader;
import io.vireo.channel.capnp.LongListReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.TextListReader;
import io.vireo.channel.message.AttributeReader;
import io.vireo.channel.message.ValueReader;
import io.vireo.channel.message.ValueTimestampReader;
import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns attributes of a message into the engine's bytes ({@link ValueTag}), checking what a message alone does not. Threads: one.
 *
 * <p>A message may point at the same bytes many times over, so what it becomes can be far longer than it is: the limits are held while the bytes grow, not
 * when they are there.
 */
public final class ValueDecoder {
    private static final int NANOS_LIMIT = 1_000_000_000;

    private final ByteWriter bytes = new ByteWriter(256);

    /** Sets the message's attributes in the draft. */
    public void decode(StructListReader<AttributeReader> source, Attributes.Draft target) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException("request has too many attributes: field=attributes count="
                    + source.count() + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
        long length = 0;
        for (int i = 0; i < source.count(); i++) {
            AttributeReader attribute = source.get(i);
            byte[] name = attribute.nameBytes().toByteArray();
            bytes.clear();
            decode(attribute.value(), 1);
            length += bytes.length();
            if (length > Limits.ATTRIBUTES_LENGTH) {
                throw new InvalidRequestException("attributes of the request are too long: field=attributes length="
                        + length + " limit=" + Limits.ATTRIBUTES_LENGTH);
            }
            target.put(name, bytes.copyFrom(0));
        }
    }

    /**
     * Takes values by their names, encoded; each name once.
     *
     * @param field that holds them, for messages
     */
    public Map<String, byte[]> decode(StructListReader<AttributeReader> source, String field) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException("request has too many values: field=" + field + " count=" + source.count()
                    + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
        Map<String, byte[]> values = new HashMap<>();
        long length = 0;
        for (int i = 0; i < source.count(); i++) {
            AttributeReader named = source.get(i);
            String name = Utf8.decode(named.nameBytes().toByteArray(), field);
            byte[] value = decode(named.value());
            length += value.length;
            if (length > Limits.DYNAMO_VALUES_LENGTH) {
                throw new InvalidRequestException("values of the request are too long: field=" + field + " length="
                        + length + " limit=" + Limits.DYNAMO_VALUES_LENGTH);
            }
            if (values.put(name, value) != null) {
                throw new InvalidRequestException("value is given twice: field=" + field + " name=" + name);
            }
        }
        return values;
    }

    /** A value, encoded. */
    public byte[] decode(ValueReader value) {
        bytes.clear();
        decode(value, 1);
        return bytes.copyFrom(0);
    }

    /**
     * Adds the message's attributes. Allocates nothing but for what lists, maps, sets and decimals need.
     *
     * @return false when they are not those of an item, in what {@link #decode(StructListReader, Attributes.Draft)} tells of
     */
    public boolean decode(StructListReader<AttributeReader> source, AttributesBuilder target) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            return false;
        }
        long length = 0;
        for (int i = 0; i < source.count() && length <= Limits.ATTRIBUTES_LENGTH; i++) {
            AttributeReader attribute = source.get(i);
            bytes.clear();
            decode(attribute.value(), 1);
            length += bytes.length();
            if (!target.put(attribute.nameBytes(), bytes)) {
                return false;
            }
        }
        return length <= Limits.ATTRIBUTES_LENGTH;
    }

    private void decode(ValueReader value, int depth) {
        ValueCodec.requireDepth(depth);
        requireRoom(1);
        switch (value.which()) {
            case NULL -> bytes.u8(ValueTag.NULL);
            case BOOL -> ValueCodec.bool(value.bool(), bytes);
            case INTEGER -> ValueCodec.int64(value.integer(), bytes);
            case DOUBLE -> ValueCodec.float64(value.doubleValue(), bytes);
            case DECIMAL -> ValueCodec.decimal(decimal(value.decimalBytes()), bytes);
            case TEXT -> {
                bytes.u8(ValueTag.TEXT);
                text(value.textBytes());
            }
            case BYTES -> {
                bytes.u8(ValueTag.BYTES);
                raw(value.bytes());
            }
            case TIMESTAMP -> timestamp(value.timestamp());
            case LIST -> list(value.list(), depth);
            case MAP -> map(value.map(), depth);
            case TEXT_SET -> textSet(value.textSet());
            case DECIMAL_SET -> decimalSet(value.decimalSet());
            case BYTES_SET -> bytesSet(value.bytesSet());
            case INTEGER_ARRAY -> integers(value.integerArray());
            case DOUBLE_ARRAY -> doubles(value.doubleArray());
            case UNRECOGNIZED ->
                throw new InvalidRequestException("value has a type that this engine does not know: field=attributes");
        }
    }

    private void timestamp(ValueTimestampReader timestamp) {
        if (timestamp.nanos() >= NANOS_LIMIT) {
            throw new InvalidRequestException("timestamp is out of range: field=nanos value=" + timestamp.nanos()
                    + " limit=" + (NANOS_LIMIT - 1));
        }
        bytes.u8(ValueTag.TIMESTAMP);
        bytes.i64(timestamp.seconds());
        bytes.i32((int) timestamp.nanos());
    }

    private void list(StructListReader<ValueReader> values, int depth) {
        bytes.u8(ValueTag.LIST);
        bytes.i32(values.count());
        for (int i = 0; i < values.count(); i++) {
            nested(values.get(i), depth);
        }
    }

    private void map(StructListReader<AttributeReader> entries, int depth) {
        TreeMap<byte[], Integer> indexes = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < entries.count(); i++) {
            byte[] name = entries.get(i).nameBytes().toByteArray();
            ValueCodec.requireName(name);
            if (!Utf8.isValid(name, 0, name.length)) {
                throw new InvalidRequestException("text is not UTF-8: field=attributes");
            }
            if (indexes.put(name, i) != null) {
                throw new InvalidRequestException(
                        "name is twice in a map: field=attributes name=" + new String(name, StandardCharsets.UTF_8));
            }
        }
        bytes.u8(ValueTag.MAP);
        bytes.i32(indexes.size());
        for (Map.Entry<byte[], Integer> entry : indexes.entrySet()) {
            bytes.u16(entry.getKey().length);
            bytes.bytes(entry.getKey());
            nested(entries.get(entry.getValue()).value(), depth);
        }
    }

    private void nested(ValueReader value, int depth) {
        int lengthAt = bytes.length();
        bytes.i32(0);
        decode(value, depth + 1);
        bytes.i32At(lengthAt, bytes.length() - lengthAt - 4);
    }

    private void textSet(TextListReader texts) {
        Elements elements = new Elements();
        for (int i = 0; i < texts.count(); i++) {
            byte[] element = elements.add(texts.bytes(i));
            if (!Utf8.isValid(element, 0, element.length)) {
                throw new InvalidRequestException("text is not UTF-8: field=attributes");
            }
        }
        set(ValueTag.TEXT_SET, elements);
    }

    private void decimalSet(TextListReader decimals) {
        Elements elements = new Elements();
        for (int i = 0; i < decimals.count(); i++) {
            elements.add(ValueCodec.decimalBytes(decimal(decimals.bytes(i))));
        }
        set(ValueTag.DECIMAL_SET, elements);
    }

    private void bytesSet(DataListReader values) {
        Elements elements = new Elements();
        for (int i = 0; i < values.count(); i++) {
            elements.add(values.get(i));
        }
        set(ValueTag.BYTES_SET, elements);
    }

    private void set(int tag, Elements elements) {
        requireRoom(elements.length);
        ValueCodec.sortedSet(tag, elements.sorted, bytes);
    }

    private void integers(LongListReader numbers) {
        requireRoom((long) Long.BYTES * numbers.count());
        bytes.u8(ValueTag.INT64_ARRAY);
        for (int i = 0; i < numbers.count(); i++) {
            bytes.i64(numbers.get(i));
        }
    }

    private void doubles(DoubleListReader numbers) {
        requireRoom((long) Double.BYTES * numbers.count());
        bytes.u8(ValueTag.FLOAT64_ARRAY);
        for (int i = 0; i < numbers.count(); i++) {
            bytes.i64(Double.doubleToRawLongBits(numbers.get(i)));
        }
    }

    private void text(DataReader text) {
        int start = bytes.length();
        raw(text);
        if (!Utf8.isValid(bytes.array(), start, bytes.length())) {
            throw new InvalidRequestException("text is not UTF-8: field=attributes");
        }
    }

    private void raw(DataReader data) {
        requireRoom(data.length());
        bytes.bytes(data.buffer(), data.offset(), data.length());
    }

    private void requireRoom(long more) {
        requireLength(bytes.length() + more);
    }

    private static void requireLength(long length) {
        if (length > Limits.ATTRIBUTE_VALUE_LENGTH) {
            throw new InvalidRequestException("attribute is too long: field=attributes length=" + length + " limit="
                    + Limits.ATTRIBUTE_VALUE_LENGTH);
        }
    }

    private static BigDecimal decimal(DataReader text) {
        return ValueCodec.decimal(new String(text.toByteArray(), StandardCharsets.US_ASCII), "attributes");
    }

    /** Elements of a set by their bytes, each once. */
    private static final class Elements {
        private final TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
        private long length;

        byte[] add(DataReader element) {
            requireLength(length + element.length());
            byte[] copy = element.toByteArray();
            add(copy);
            return copy;
        }

        void add(byte[] element) {
            if (!sorted.add(element)) {
                throw new InvalidRequestException("element is twice in a set: field=attributes");
            }
            length += Integer.BYTES + element.length;
            requireLength(length);
        }
    }
}
