package io.vireo.client;

import io.vireo.channel.capnp.DataListReader;
import io.vireo.channel.capnp.DataListWriter;
import io.vireo.channel.capnp.DoubleListReader;
import io.vireo.channel.capnp.DoubleListWriter;
import io.vireo.channel.capnp.LongListReader;
import io.vireo.channel.capnp.LongListWriter;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.TextListReader;
import io.vireo.channel.capnp.TextListWriter;
import io.vireo.channel.message.AttributeReader;
import io.vireo.channel.message.AttributeWriter;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.ItemStateReader;
import io.vireo.channel.message.ValueReader;
import io.vireo.channel.message.ValueWriter;
import io.vireo.client.AttributeValue.Bool;
import io.vireo.client.AttributeValue.Bytes;
import io.vireo.client.AttributeValue.BytesSet;
import io.vireo.client.AttributeValue.Decimal;
import io.vireo.client.AttributeValue.DecimalSet;
import io.vireo.client.AttributeValue.Float64;
import io.vireo.client.AttributeValue.Float64Array;
import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Int64Array;
import io.vireo.client.AttributeValue.Null;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.AttributeValue.TextSet;
import io.vireo.client.AttributeValue.Timestamp;
import io.vireo.client.AttributeValue.ValueList;
import io.vireo.client.AttributeValue.ValueMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Values and items between our records and the messages of the channel. */
final class ValueMessages {
    private ValueMessages() {}

    // ---- writing

    static void write(StructListWriter<AttributeWriter> list, SequencedMap<String, AttributeValue> attributes) {
        int index = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            AttributeWriter writer = list.get(index++);
            writer.name(attribute.getKey());
            write(writer.initValue(), attribute.getValue());
        }
    }

    static void write(ValueWriter writer, AttributeValue value) {
        switch (value) {
            case Null _ -> writer.setNull();
            case Bool(boolean truth) -> writer.bool(truth);
            case Int64(long number) -> writer.integer(number);
            case Float64(double number) -> writer.doubleValue(number);
            case Decimal(String number) -> writer.decimal(number);
            case Text(String text) -> writer.text(text);
            case Bytes(byte[] bytes) -> writer.bytes(bytes);
            case Timestamp(long seconds, int nanos) ->
                writer.initTimestamp().seconds(seconds).nanos(nanos);
            case ValueList(List<AttributeValue> values) -> {
                StructListWriter<ValueWriter> list = writer.initList(values.size());
                for (int i = 0; i < values.size(); i++) {
                    write(list.get(i), values.get(i));
                }
            }
            case ValueMap(SequencedMap<String, AttributeValue> values) -> write(writer.initMap(values.size()), values);
            case TextSet(List<String> values) -> write(writer.initTextSet(values.size()), values);
            case DecimalSet(List<String> values) -> write(writer.initDecimalSet(values.size()), values);
            case BytesSet(List<byte[]> values) -> {
                DataListWriter list = writer.initBytesSet(values.size());
                for (int i = 0; i < values.size(); i++) {
                    list.set(i, values.get(i));
                }
            }
            case Int64Array(long[] values) -> {
                LongListWriter list = writer.initIntegerArray(values.length);
                for (int i = 0; i < values.length; i++) {
                    list.set(i, values[i]);
                }
            }
            case Float64Array(double[] values) -> {
                DoubleListWriter list = writer.initDoubleArray(values.length);
                for (int i = 0; i < values.length; i++) {
                    list.set(i, values[i]);
                }
            }
        }
    }

    static void write(TextListWriter list, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            list.set(i, texts.get(i));
        }
    }

    // ---- reading

    static Item readItem(EntryReader entry) {
        return new Item(entry.path(), readState(entry.state()), readAttributes(entry.attributes()), entry.prefix());
    }

    static ItemState readState(ItemStateReader state) {
        return new ItemState(
                readKind(state.kind()),
                state.version(),
                state.bodyLength(),
                (int) state.bodyCrc32c(),
                state.createdNs(),
                state.modifiedNs(),
                state.inode(),
                (int) state.mode(),
                (int) state.uid(),
                (int) state.gid(),
                state.lastSequence(),
                (int) state.shardCount(),
                (int) state.retentionSeconds(),
                (int) state.attributeCount(),
                state.expiresNs());
    }

    private static ItemKind readKind(io.vireo.channel.message.ItemKind kind) {
        return switch (kind) {
            case ITEM -> ItemKind.ITEM;
            case DIRECTORY -> ItemKind.DIRECTORY;
            case STREAM -> ItemKind.STREAM;
            case SHARD -> ItemKind.SHARD;
            case UNRECOGNIZED -> throw new IllegalArgumentException("kind of item is unknown");
        };
    }

    private static SequencedMap<String, AttributeValue> readAttributes(StructListReader<AttributeReader> list) {
        SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i < list.count(); i++) {
            AttributeReader attribute = list.get(i);
            attributes.put(attribute.name(), read(attribute.value()));
        }
        return attributes;
    }

    private static AttributeValue read(ValueReader value) {
        return switch (value.which()) {
            case NULL -> Null.NULL;
            case BOOL -> new Bool(value.bool());
            case INTEGER -> new Int64(value.integer());
            case DOUBLE -> new Float64(value.doubleValue());
            case DECIMAL -> new Decimal(value.decimal());
            case TEXT -> new Text(value.text());
            case BYTES -> new Bytes(value.bytes().toByteArray());
            case TIMESTAMP ->
                new Timestamp(
                        value.timestamp().seconds(), (int) value.timestamp().nanos());
            case LIST -> {
                StructListReader<ValueReader> list = value.list();
                List<AttributeValue> values = new ArrayList<>(list.count());
                for (int i = 0; i < list.count(); i++) {
                    values.add(read(list.get(i)));
                }
                yield new ValueList(values);
            }
            case MAP -> new ValueMap(readAttributes(value.map()));
            case TEXT_SET -> new TextSet(readTexts(value.textSet()));
            case DECIMAL_SET -> new DecimalSet(readTexts(value.decimalSet()));
            case BYTES_SET -> {
                DataListReader list = value.bytesSet();
                List<byte[]> values = new ArrayList<>(list.count());
                for (int i = 0; i < list.count(); i++) {
                    values.add(list.get(i).toByteArray());
                }
                yield new BytesSet(values);
            }
            case INTEGER_ARRAY -> {
                LongListReader list = value.integerArray();
                long[] values = new long[list.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = list.get(i);
                }
                yield new Int64Array(values);
            }
            case DOUBLE_ARRAY -> {
                DoubleListReader list = value.doubleArray();
                double[] values = new double[list.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = list.get(i);
                }
                yield new Float64Array(values);
            }
            case UNRECOGNIZED -> throw new IllegalArgumentException("type of value is unknown");
        };
    }

    private static List<String> readTexts(TextListReader list) {
        List<String> texts = new ArrayList<>(list.count());
        for (int i = 0; i < list.count(); i++) {
            texts.add(list.get(i));
        }
        return texts;
    }
}
