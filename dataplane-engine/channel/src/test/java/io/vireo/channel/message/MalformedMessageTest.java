package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vireo.channel.capnp.DataListReader;
import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.DoubleListReader;
import io.vireo.channel.capnp.LongListReader;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bytes of a hostile peer raise {@link MalformedMessageException} or read as something; nothing else ever happens. */
class MalformedMessageTest {
    private static final int CAPACITY = 8192;
    private static final long SEED = 20261123;

    /** No slack behind the message: a read past its end fails the test. */
    private final MemorySegment buffer = Arena.ofAuto().allocate(CAPACITY, 8);

    @Test
    void randomChangesOfGoodMessagesRaiseOneException() throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int turn = 0; turn < 20_000; turn++) {
            boolean isRequest = turn % 2 == 0;
            int length = isRequest ? writeRequest() : writeReply();
            for (int changes = random.nextInt(1, 9); changes > 0; changes--) {
                change(random, length);
            }
            int visible = random.nextInt(8) == 0 ? random.nextInt(length + 1) : length;
            MemorySegment message = buffer.asSlice(0, visible);
            try {
                StructReader reader = isRequest
                        ? new RequestReader().wrap(message, 0, visible)
                        : new ReplyReader().wrap(message, 0, visible);
                readEverything(reader);
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                fail("seed=%d turn=%d".formatted(SEED, turn), e);
            }
        }
    }

    @Test
    void noiseRaisesOneException() throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int turn = 0; turn < 20_000; turn++) {
            int length = random.nextInt(0, 40) * 8;
            for (int at = 0; at < length; at += 8) {
                buffer.set(ValueLayout.JAVA_LONG, at, pointerLikeWord(random));
            }
            if (length > 8) {
                buffer.set(ValueLayout.JAVA_LONG, 0, (long) (length / 8 - 1) << 32); // a frame that is right
            }
            try {
                readEverything(new RequestReader().wrap(buffer.asSlice(0, length), 0, length));
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                fail("seed=%d turn=%d".formatted(SEED, turn), e);
            }
        }
    }

    @Test
    void aShortMessageCannotDescribeEndlessData() {
        int count = 400;
        ValueWriter value = new ValueWriter().wrap(buffer, 0, CAPACITY);
        value.initTextSet(count).set(0, "x".repeat(4000));
        int length = value.finish();
        long pointers = 40; // after the frame, the root pointer and the root
        long text = pointers + 8L * count;
        for (int i = 1; i < count; i++) {
            long offsetWords = (text - (pointers + 8L * i) - 8) / 8;
            buffer.set(ValueLayout.JAVA_LONG, pointers + 8L * i, offsetWords << 2 | 1 | 2L << 32 | 4001L << 35);
        }

        TextListReader texts = new ValueReader().wrap(buffer, 0, length).textSet();

        assertThat(texts.get(1)).hasSize(4000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < count; i++) {
                        texts.bytes(i);
                    }
                })
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("more data than it may");
    }

    @Test
    void listsOfNothingCostWhatTheyCount() {
        int length = new ValueWriter().wrap(buffer, 0, CAPACITY).setNull().finish();
        buffer.set(ValueLayout.JAVA_SHORT, 16, (short) ValueWhich.LIST.number());
        buffer.set(ValueLayout.JAVA_LONG, 32, 1 | (long) ((1 << 29) - 1) << 35); // half a billion elements of no bytes

        ValueReader reader = new ValueReader().wrap(buffer, 0, length);

        assertThatThrownBy(reader::list).isInstanceOf(MalformedMessageException.class);
    }

    private void change(SplittableRandom random, int length) {
        int at = random.nextInt(length);
        switch (random.nextInt(4)) {
            case 0 -> buffer.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
            case 1 -> buffer.set(ValueLayout.JAVA_BYTE, at, (byte) (1 << random.nextInt(8)));
            case 2 -> buffer.set(ValueLayout.JAVA_LONG, at & ~7, pointerLikeWord(random));
            default ->
                buffer.set(
                        ValueLayout.JAVA_LONG, at & ~7, buffer.get(ValueLayout.JAVA_LONG, random.nextInt(length) & ~7));
        }
    }

    private static long pointerLikeWord(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 ->
                (long) (random.nextInt(-40, 40) << 2) & 0xFFFF_FFFFL
                        | (long) random.nextInt(4) << 32
                        | (long) random.nextInt(4) << 48;
            case 2 ->
                (long) (random.nextInt(-40, 40) << 2) & 0xFFFF_FFFFL
                        | 1
                        | (long) random.nextInt(8) << 32
                        | (long) random.nextInt(64) << 35;
            case 3 -> (long) (random.nextInt(64) << 3) | 2 | random.nextInt(2) << 2 | (long) random.nextInt(2) << 32;
            default -> random.nextInt(64);
        };
    }

    private int writeRequest() {
        RequestWriter request = new RequestWriter().wrap(buffer, 0, CAPACITY);
        request.correlationId(5).container(7).path("photos/a.jpg").condition("a > 1");
        StructListWriter<AttributeWriter> attributes = request.initPut().initAttributes(4);
        attributes.get(0).name("list").initValue().initList(2).get(1).text("deep");
        attributes
                .get(1)
                .name("sets")
                .initValue()
                .initBytesSet(2)
                .set(0, new byte[] {1})
                .set(1, new byte[0]);
        attributes.get(2).name("numbers").initValue().initIntegerArray(3).set(2, 8);
        attributes
                .get(3)
                .name("map")
                .initValue()
                .initMap(1)
                .get(0)
                .name("k")
                .initValue()
                .initTextSet(1)
                .set(0, "v");
        return request.finish();
    }

    private int writeReply() {
        ReplyWriter reply = new ReplyWriter().wrap(buffer, 0, CAPACITY);
        StructListWriter<RecordWriter> page = reply.initRecords().initPage(3);
        for (int i = 0; i < 3; i++) {
            page.get(i).sequence(i).data(new byte[20]).partitionKey("key");
        }
        return reply.finish();
    }

    private static final ConcurrentHashMap<Class<?>, Method[]> ACCESSORS = new ConcurrentHashMap<>();

    private static Method[] accessors(Class<?> type) {
        return ACCESSORS.computeIfAbsent(type, key -> Stream.of(key.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0)
                .toArray(Method[]::new));
    }

    /** Reads every field of a struct, and of those below it. */
    private static void readEverything(StructReader reader) throws ReflectiveOperationException {
        for (Method method : accessors(reader.getClass())) {
            Object value;
            try {
                value = method.invoke(reader);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof IllegalStateException) {
                    continue; // another member of the union is set
                }
                throw (RuntimeException) e.getCause();
            }
            readValue(value);
        }
    }

    private static void readValue(Object value) throws ReflectiveOperationException {
        switch (value) {
            case StructReader struct -> readEverything(struct);
            case StructListReader<?> list -> {
                for (int i = 0; i < list.count(); i++) {
                    readEverything(list.get(i));
                }
            }
            case TextListReader list -> {
                for (int i = 0; i < list.count(); i++) {
                    assertThat(list.get(i)).isNotNull();
                }
            }
            case DataListReader list -> {
                for (int i = 0; i < list.count(); i++) {
                    assertThat(list.get(i).toByteArray()).isNotNull();
                }
            }
            case LongListReader list -> {
                for (int i = 0; i < list.count(); i++) {
                    list.get(i);
                }
            }
            case DoubleListReader list -> {
                for (int i = 0; i < list.count(); i++) {
                    list.get(i);
                }
            }
            case DataReader bytes -> assertThat(bytes.toByteArray()).hasSize(bytes.length());
            default -> assertThat(value).isNotNull();
        }
    }
}
