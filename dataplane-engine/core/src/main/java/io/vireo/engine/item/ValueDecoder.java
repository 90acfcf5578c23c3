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
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns attributes of a message into the engine's bytes ({@link ValueTag}), checking what a message alone does not. Threads: one. */
public final class ValueDecoder {
    private static final int NANOS_LIMIT = 1_000_000_000;

    private final ByteWriter bytes = new ByteWriter(256);

    /** Sets the message's attributes in the draft. */
    public void decode(StructListReader<AttributeReader> source, Attributes.Draft target) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException("request has too many attributes: field=attributes count="
                    + source.count() + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
        for (int i = 0; i < source.count(); i++) {
            AttributeReader attribute = source.get(i);
            byte[] name = attribute.nameBytes().toByteArray();
            bytes.clear();
            decode(attribute.value(), 1);
            target.put(name, bytes.copyFrom(0));
        }
    }

    private void decode(ValueReader value, int depth) {
        ValueCodec.requireDepth(depth);
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
        TreeSet<byte[]> elements = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = 0; i < texts.count(); i++) {
            byte[] element = texts.bytes(i).toByteArray();
            if (!Utf8.isValid(element, 0, element.length)) {
                throw new InvalidRequestException("text is not UTF-8: field=attributes");
            }
            add(element, elements);
        }
        ValueCodec.sortedSet(ValueTag.TEXT_SET, elements, bytes);
    }

    private void decimalSet(TextListReader decimals) {
        TreeSet<byte[]> elements = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = 0; i < decimals.count(); i++) {
            add(ValueCodec.decimalBytes(decimal(decimals.bytes(i))), elements);
        }
        ValueCodec.sortedSet(ValueTag.DECIMAL_SET, elements, bytes);
    }

    private void bytesSet(DataListReader values) {
        TreeSet<byte[]> elements = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = 0; i < values.count(); i++) {
            add(values.get(i).toByteArray(), elements);
        }
        ValueCodec.sortedSet(ValueTag.BYTES_SET, elements, bytes);
    }

    private static void add(byte[] element, TreeSet<byte[]> elements) {
        if (!elements.add(element)) {
            throw new InvalidRequestException("element is twice in a set: field=attributes");
        }
    }

    private void integers(LongListReader numbers) {
        bytes.u8(ValueTag.INT64_ARRAY);
        for (int i = 0; i < numbers.count(); i++) {
            bytes.i64(numbers.get(i));
        }
    }

    private void doubles(DoubleListReader numbers) {
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
        if (data.length() > Limits.ATTRIBUTE_VALUE_LENGTH) {
            throw new InvalidRequestException("attribute is too long: field=attributes length=" + data.length()
                    + " limit=" + Limits.ATTRIBUTE_VALUE_LENGTH);
        }
        bytes.bytes(data.buffer(), data.offset(), data.length());
    }

    private static BigDecimal decimal(DataReader text) {
        return ValueCodec.decimal(new String(text.toByteArray(), StandardCharsets.US_ASCII), "attributes");
    }
}
