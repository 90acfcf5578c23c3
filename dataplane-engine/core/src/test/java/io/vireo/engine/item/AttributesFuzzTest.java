package io.vireo.engine.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.channel.message.AttributeReader;
import io.vireo.channel.message.AttributeWriter;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.EntryWriter;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.ValueWriter;
import io.vireo.engine.io.ByteReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;

/**
 * Attributes of a message: they are refused, or become bytes that read as values and as a message which give the same bytes again, within a bound of
 * memory that does not depend on how often a message points at its own parts.
 */
class AttributesFuzzTest extends FuzzTest {
    private static final int CAPACITY = 128 << 10;
    private static final int SHARED_LENGTH = 50_000;

    private final MemorySegment message = Arena.ofAuto().allocate(CAPACITY, 8);
    private final MemorySegment again = Arena.ofAuto().allocate(16 << 20, 8);

    @Override
    protected int executions() {
        return 10_000;
    }

    @Override
    protected int maxLength() {
        return CAPACITY;
    }

    /** One value of the longest, and a buffer that doubles up to it. */
    @Override
    protected long allocationLimit(int inputLength) {
        return (4 << 20) + 16L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        MemorySegment.copy(input, 0, message, ValueLayout.JAVA_BYTE, 0, input.length);
        Attributes attributes;
        try {
            attributes = decode(new EntryReader().wrap(message, 0, input.length).attributes());
        } catch (MalformedMessageException | InvalidRequestException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(1024);
            return;
        }
        assertThat(attributes.edit().build().encoded()).isEqualTo(attributes.encoded());
        assertThat(recoded(attributes).encoded()).isEqualTo(attributes.encoded());
        assertThat(throughMessage(attributes).encoded()).isEqualTo(attributes.encoded());
    }

    private static Attributes decode(StructListReader<AttributeReader> source) {
        Attributes.Draft draft = new Attributes.Draft();
        new ValueDecoder().decode(source, draft);
        return draft.build();
    }

    /** Each value made an object and bytes again. */
    private static Attributes recoded(Attributes attributes) {
        Attributes.Draft draft = new Attributes.Draft();
        ByteReader reader = new ByteReader(attributes.encoded());
        for (int count = reader.i32(); count > 0; count--) {
            byte[] name = reader.bytes(reader.u16());
            Value value = ValueCodec.decode(new ByteReader(reader.bytes(reader.length())));
            draft.put(name, ValueCodec.encode(value));
        }
        assertThat(reader.remaining()).isZero();
        return draft.build();
    }

    private Attributes throughMessage(Attributes attributes) {
        Item item = new Item(ItemKind.ITEM, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, attributes, Body.EMPTY);
        EntryWriter entry = new EntryWriter().wrap(again, 0, again.byteSize());
        ValueEncoder.encode(Key.of(1, "a"), item, RequestProjection.ALL, List.of(), entry);
        int length = entry.finish();
        return decode(new EntryReader().wrap(again, 0, length).attributes());
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of(
                message(attributes -> {
                    attributes.get(0).name("n").initValue().integer(-1);
                    attributes.get(1).name("d").initValue().decimal("1E+10");
                    attributes
                            .get(2)
                            .name("t")
                            .initValue()
                            .initTimestamp()
                            .seconds(5)
                            .nanos(7);
                    attributes.get(3).name("x").initValue().text("äöü");
                }),
                message(attributes -> {
                    StructListWriter<ValueWriter> list =
                            attributes.get(0).name("l").initValue().initList(3);
                    list.get(0).bool(true);
                    list.get(1)
                            .initMap(1)
                            .get(0)
                            .name("k")
                            .initValue()
                            .initTextSet(2)
                            .set(0, "v");
                    list.get(2).initDecimalSet(2).set(1, "10");
                    attributes.get(1).name("b").initValue().initBytesSet(2).set(0, new byte[] {1, 2});
                    attributes.get(2).name("i").initValue().initIntegerArray(3).set(2, 8);
                    attributes.get(3).name("f").initValue().initDoubleArray(2).set(1, Double.NaN);
                }),
                textThatManyPointAt());
    }

    /** A long text, and a hundred values in a list which are all the same text: five megabytes, if each is taken for its own. */
    private byte[] textThatManyPointAt() {
        byte[] bytes = message(attributes -> {
            attributes.get(0).name("a").initValue().initList(100).get(0).text("x".repeat(SHARED_LENGTH));
        });
        MemorySegment.copy(bytes, 0, message, ValueLayout.JAVA_BYTE, 0, bytes.length);
        // A value is two words of data and one pointer; the pointer of the first one is what the others get, as far
        // away as they are.
        long first = firstElement(bytes.length);
        long pointer = message.get(ValueLayout.JAVA_LONG, first + 16);
        for (int i = 1; i < 100; i++) {
            long element = first + 24L * i;
            MemorySegment.copy(message, first, message, element, 16);
            message.set(ValueLayout.JAVA_LONG, element + 16, pointer - (3L * i << 2));
        }
        return message.asSlice(0, bytes.length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Where the list's elements start: behind the tag that counts a hundred of them. */
    private long firstElement(long length) {
        for (long at = 0; at < length; at += 8) {
            if (message.get(ValueLayout.JAVA_LONG, at) == (100L << 2 | 2L << 32 | 1L << 48)) {
                return at + 8;
            }
        }
        throw new AssertionError("the message is laid out in another way");
    }

    private byte[] message(Consumer<StructListWriter<AttributeWriter>> content) {
        message.fill((byte) 0);
        EntryWriter entry = new EntryWriter().wrap(message, 0, CAPACITY);
        content.accept(entry.initAttributes(4));
        return message.asSlice(0, entry.finish()).toArray(ValueLayout.JAVA_BYTE);
    }
}
