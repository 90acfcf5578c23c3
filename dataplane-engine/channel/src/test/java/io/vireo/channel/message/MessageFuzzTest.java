package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.capnp.DataListReader;
import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.DoubleListReader;
import io.vireo.channel.capnp.LongListReader;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import io.vireo.channel.fuzz.FuzzTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Every message of every channel, from its bytes: the first byte says which, the rest is the message. It reads as something, all of it inside the
 * message, or is a {@link MalformedMessageException}; nothing else ever happens.
 */
class MessageFuzzTest extends FuzzTest {
    private static final int REQUEST = 0;
    private static final int REPLY = 1;
    private static final int TO_WORKER = 2;
    private static final int FROM_WORKER = 3;

    /** A message may be read 64 times over; short ones up to 64 KiB. Groups and lists of nothing count too. */
    private static final int STRUCTS_A_BYTE = 64;

    private static final int MIN_STRUCTS = 64 << 10;

    private static final int CAPACITY = 8192;
    private static final ConcurrentHashMap<Class<?>, Method[]> ACCESSORS = new ConcurrentHashMap<>();

    private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY, 8);
    private int structCount;
    private int messageLength;

    @Override
    protected int executions() {
        return 8_000;
    }

    /** Reading by reflection allocates what the readers do not; how much there is to read is counted instead. */
    @Override
    protected long allocationLimit(int inputLength) {
        return Long.MAX_VALUE;
    }

    @Override
    protected void check(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        structCount = 0;
        int length = input.length - 1;
        messageLength = length;
        MemorySegment message = memory.asSlice(CAPACITY - length); // at its end: reading past it leaves the memory
        MemorySegment.copy(input, 1, message, ValueLayout.JAVA_BYTE, 0, length);
        try {
            readEverything(
                    switch (input[0] & 3) {
                        case REQUEST -> new RequestReader().wrap(message, 0, length);
                        case REPLY -> new ReplyReader().wrap(message, 0, length);
                        case TO_WORKER -> new ToWorkerReader().wrap(message, 0, length);
                        default -> new FromWorkerReader().wrap(message, 0, length);
                    });
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        assertThat(structCount).isLessThanOrEqualTo(Math.max(MIN_STRUCTS, length * STRUCTS_A_BYTE));
    }

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(seed(REQUEST, this::put));
        seeds.add(seed(REQUEST, this::batch));
        seeds.add(seed(REQUEST, buffer -> {
            RequestWriter request = new RequestWriter().wrap(buffer, 0, CAPACITY);
            request.path("photos")
                    .initList()
                    .limit(10)
                    .filter("a > 1")
                    .initNames(2)
                    .set(0, "__mtime_secs");
            return request.finish();
        }));
        seeds.add(seed(REPLY, this::records));
        seeds.add(seed(REPLY, buffer -> {
            ReplyWriter reply = new ReplyWriter().wrap(buffer, 0, CAPACITY);
            EntryWriter entry =
                    reply.initListing().nextMarker("b").initEntries(2).get(0).path("a");
            entry.initState().version(3).bodyLength(9);
            entry.initAttributes(1)
                    .get(0)
                    .name("n")
                    .initValue()
                    .initDoubleArray(2)
                    .set(0, 0.5);
            return reply.finish();
        }));
        seeds.add(seed(TO_WORKER, buffer -> {
            ToWorkerWriter message = new ToWorkerWriter().wrap(buffer, 0, CAPACITY);
            EventWriter event =
                    message.initEvent().id("e-1").method("POST").path("/a").body(new byte[100]);
            event.initHeaders(2).get(0).name("Host").value("here");
            return message.finish();
        }));
        seeds.add(seed(FROM_WORKER, buffer -> {
            FromWorkerWriter message = new FromWorkerWriter().wrap(buffer, 0, CAPACITY);
            message.initResponse()
                    .contentType("text/plain")
                    .body(new byte[9])
                    .initHeaders(1)
                    .get(0)
                    .name("X")
                    .value("y");
            return message.finish();
        }));
        seeds.add(seed(FROM_WORKER, buffer -> {
            FromWorkerWriter message = new FromWorkerWriter().wrap(buffer, 0, CAPACITY);
            message.initLogLine().message("hello").fields("{\"a\":1}").eventId("e-1");
            return message.finish();
        }));
        return seeds;
    }

    private byte[] seed(int kind, ToIntFunction<MemorySegment> writer) {
        memory.fill((byte) 0);
        int length = writer.applyAsInt(memory);
        byte[] seed = new byte[length + 1];
        seed[0] = (byte) kind;
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, seed, 1, length);
        return seed;
    }

    private int put(MemorySegment buffer) {
        RequestWriter request = new RequestWriter().wrap(buffer, 0, CAPACITY);
        request.correlationId(5).container(7).path("photos/a.jpg").condition("a > 1");
        StructListWriter<AttributeWriter> attributes = request.initPut().initAttributes(4);
        attributes.get(0).name("list").initValue().initList(2).get(1).text("deep");
        attributes.get(1).name("sets").initValue().initBytesSet(2).set(0, new byte[] {1});
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

    private int batch(MemorySegment buffer) {
        RequestWriter request = new RequestWriter().wrap(buffer, 0, CAPACITY);
        StructListWriter<RequestWriter> requests = request.path("a").initBatch().initRequests(3);
        requests.get(0).path("a").initUpdate().expression("SET a = 1");
        requests.get(1).path("a").initDelete();
        requests.get(2)
                .path("a/0")
                .initAppend()
                .initRecords(1)
                .get(0)
                .data(new byte[20])
                .partitionKey("k");
        return request.finish();
    }

    private int records(MemorySegment buffer) {
        ReplyWriter reply = new ReplyWriter().wrap(buffer, 0, CAPACITY);
        StructListWriter<RecordWriter> page = reply.initRecords().initPage(3);
        for (int i = 0; i < 3; i++) {
            page.get(i).sequence(i).data(new byte[20]).partitionKey("key");
        }
        return reply.finish();
    }

    private static Method[] accessors(Class<?> type) {
        return ACCESSORS.computeIfAbsent(type, key -> Stream.of(key.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0)
                .sorted((a, b) -> a.getName().compareTo(b.getName())) // reflection's order changes from run to run
                .toArray(Method[]::new));
    }

    /** Reads every field of a struct, and of those below it. */
    private void readEverything(StructReader reader) throws ReflectiveOperationException {
        structCount++;
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

    private void readValue(Object value) throws ReflectiveOperationException {
        switch (value) {
            case StructReader struct -> readEverything(struct);
            case StructListReader<?> list -> {
                for (int i = 0; i < list.count(); i++) {
                    readEverything(list.get(i));
                }
            }
            case TextListReader list -> {
                for (int i = 0; i < list.count(); i++) {
                    requireInMessage(list.get(i));
                }
            }
            case DataListReader list -> {
                for (int i = 0; i < list.count(); i++) {
                    requireInMessage(list.get(i));
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
            case DataReader bytes -> requireInMessage(bytes);
            case String text -> requireInMessage(text);
            default -> assertThat(value).isInstanceOfAny(Number.class, Boolean.class, Enum.class);
        }
    }

    private void requireInMessage(DataReader bytes) {
        assertThat(bytes.length()).isBetween(0, messageLength);
        assertThat(bytes.toByteArray()).hasSize(bytes.length());
    }

    /** UTF-8 has a byte for each character at least. */
    private void requireInMessage(String text) {
        assertThat(text.length()).isLessThanOrEqualTo(messageLength);
    }
}
