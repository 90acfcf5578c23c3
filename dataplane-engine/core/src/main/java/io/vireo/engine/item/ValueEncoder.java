package io.vireo.engine.item;

import io.vireo.channel.capnp.DataListWriter;
import io.vireo.channel.capnp.DoubleListWriter;
import io.vireo.channel.capnp.LongListWriter;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.TextListWriter;
import io.vireo.channel.message.AttributeWriter;
import io.vireo.channel.message.EntryWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.ValueWriter;
import io.vireo.engine.io.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes attributes, which are bytes laid out like {@link ValueTag} draws, into a message. Threads: one. */
public final class ValueEncoder {
    private ValueEncoder() {}

    /** Writes all attributes. */
    public static void encode(Attributes attributes, EntryWriter target) {
        all(new ByteReader(attributes.encoded()), new ByteReader(), true, target);
    }

    /**
     * Writes the attributes that a projection asks for; named ones that are not there are left out.
     *
     * @param names for {@link RequestProjection#NAMED}, system names included
     */
    public static void encode(
            Key key, Item item, RequestProjection projection, List<String> names, EntryWriter target) {
        switch (projection) {
            case NONE -> {}
            case USER, ALL ->
                all(
                        new ByteReader(item.attributes().encoded()),
                        new ByteReader(),
                        projection == RequestProjection.ALL,
                        target);
            case NAMED -> named(key, item, names, target);
            case EXPRESSION, UNRECOGNIZED -> throw new IllegalArgumentException("projection=" + projection);
        }
    }

    /**
     * Writes attributes. Allocates nothing but for what lists, maps, sets and decimals need.
     *
     * @param attributes of which all is left
     * @param value any; points at one after the other
     * @param withHidden whether those are wanted that {@link SystemAttributes#isHidden} hides
     */
    public static void all(ByteReader attributes, ByteReader value, boolean withHidden, EntryWriter target) {
        int count = attributes.i32();
        StructListWriter<AttributeWriter> list = target.initAttributes(count);
        int written = 0;
        for (int i = 0; i < count; i++) {
            int nameLength = attributes.u16();
            int nameStart = attributes.skip(nameLength);
            int valueLength = attributes.length();
            int valueStart = attributes.skip(valueLength);
            if (withHidden || !SystemAttributes.isHidden(attributes.array(), nameStart, nameLength)) {
                AttributeWriter attribute = list.get(written++);
                attribute.name(attributes.buffer(), nameStart, nameLength);
                value.wrap(attributes.array(), valueStart, valueStart + valueLength);
                encode(value, attribute.initValue());
            }
        }
        list.truncate(written);
    }

    private static void named(Key key, Item item, List<String> names, EntryWriter target) {
        StructListWriter<AttributeWriter> list = target.initAttributes(names.size());
        int written = 0;
        for (String name : names) {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            @Nullable Value system = SystemAttributes.get(name, key, item);
            @Nullable ByteReader value =
                    system == null ? item.attributes().find(nameBytes) : new ByteReader(ValueCodec.encode(system));
            if (value != null) {
                AttributeWriter attribute = list.get(written++);
                attribute.name(name);
                encode(value, attribute.initValue());
            }
        }
        list.truncate(written);
    }

    private static void encode(ByteReader source, ValueWriter target) {
        int tag = source.u8();
        switch (tag) {
            case ValueTag.NULL -> target.setNull();
            case ValueTag.BOOL -> target.bool(source.u8() != 0);
            case ValueTag.INT64 -> target.integer(source.i64());
            case ValueTag.FLOAT64 -> target.doubleValue(Double.longBitsToDouble(source.i64()));
            case ValueTag.DECIMAL -> target.decimal(decimal(source, source.offset(), source.remaining()));
            case ValueTag.TEXT -> target.text(source.buffer(), source.offset(), source.remaining());
            case ValueTag.BYTES -> target.bytes(source.buffer(), source.offset(), source.remaining());
            case ValueTag.TIMESTAMP ->
                target.initTimestamp().seconds(source.i64()).nanos(source.i32());
            case ValueTag.LIST -> list(source, target);
            case ValueTag.MAP -> map(source, target);
            case ValueTag.TEXT_SET -> texts(source, target.initTextSet(count(source)));
            case ValueTag.DECIMAL_SET -> decimals(source, target.initDecimalSet(count(source)));
            case ValueTag.BYTES_SET -> bytesSet(source, target);
            case ValueTag.INT64_ARRAY -> {
                LongListWriter numbers = target.initIntegerArray(source.remaining() / 8);
                for (int i = 0; i < numbers.count(); i++) {
                    numbers.set(i, source.i64());
                }
            }
            case ValueTag.FLOAT64_ARRAY -> {
                DoubleListWriter numbers = target.initDoubleArray(source.remaining() / 8);
                for (int i = 0; i < numbers.count(); i++) {
                    numbers.set(i, Double.longBitsToDouble(source.i64()));
                }
            }
            default -> throw new IllegalStateException("value has an unknown tag: tag=" + tag);
        }
    }

    private static void list(ByteReader source, ValueWriter target) {
        StructListWriter<ValueWriter> values = target.initList(count(source));
        for (int i = 0; i < values.count(); i++) {
            encode(part(source), values.get(i));
        }
    }

    private static void map(ByteReader source, ValueWriter target) {
        StructListWriter<AttributeWriter> entries = target.initMap(count(source));
        for (int i = 0; i < entries.count(); i++) {
            int length = source.u16();
            int start = source.skip(length);
            AttributeWriter entry = entries.get(i);
            entry.name(source.buffer(), start, length);
            encode(part(source), entry.initValue());
        }
    }

    private static void texts(ByteReader source, TextListWriter texts) {
        for (int i = 0; i < texts.count(); i++) {
            int length = source.length();
            int start = source.skip(length);
            texts.set(i, source.buffer(), start, length);
        }
    }

    private static void decimals(ByteReader source, TextListWriter texts) {
        for (int i = 0; i < texts.count(); i++) {
            int length = source.length();
            int start = source.skip(length);
            texts.set(i, decimal(source, start, length));
        }
    }

    /** In plain notation, as it is written by hand: 38 digits and up to 130 zeros. */
    private static String decimal(ByteReader source, int start, int length) {
        return DecimalBytes.decode(source.buffer(), start, length).toPlainString();
    }

    private static void bytesSet(ByteReader source, ValueWriter target) {
        DataListWriter values = target.initBytesSet(count(source));
        for (int i = 0; i < values.count(); i++) {
            int length = source.length();
            int start = source.skip(length);
            values.set(i, source.buffer(), start, length);
        }
    }

    private static int count(ByteReader source) {
        return source.i32();
    }

    private static ByteReader part(ByteReader source) {
        int length = source.length();
        int start = source.skip(length);
        return new ByteReader().wrap(source.array(), start, start + length);
    }
}
