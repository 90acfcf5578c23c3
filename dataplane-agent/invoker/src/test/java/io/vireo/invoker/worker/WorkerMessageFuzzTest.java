package io.vireo.invoker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.channel.message.FromWorkerWriter;
import io.vireo.channel.message.ResponseWriter;
import io.vireo.gateway.Header;
import io.vireo.invoker.log.LogLine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;

/** What workers say, which run the code of strangers: an answer that HTTP can carry, a bounded line, or a {@link MalformedMessageException}. */
class WorkerMessageFuzzTest extends FuzzTest {
    private static final int CAPACITY = 64 << 10;
    private static final int MAX_TEXT_LENGTH = 20 * 1024;

    private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY, 8);
    private final MessageDecoder decoder = new MessageDecoder();

    @Override
    protected int executions() {
        return 40_000;
    }

    @Override
    protected long allocationLimit(int inputLength) {
        return (1 << 20) + 64L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        MemorySegment message =
                memory.asSlice(CAPACITY - input.length); // at its end: reading past it leaves the memory
        MemorySegment.copy(input, 0, message, ValueLayout.JAVA_BYTE, 0, input.length);
        try {
            decoder.decode(message, 0, input.length, new Checks(input.length));
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** What must hold of each message. */
    private record Checks(int length) implements WorkerChannel.Messages {
        @Override
        public void onReady(int pid, String runtime, int concurrency) {
            assertThat(concurrency).isPositive();
            assertThat(runtime.length()).isLessThanOrEqualTo(length);
        }

        @Override
        public void onFailed(String reason) {
            assertThat(reason.length()).isLessThanOrEqualTo(length);
        }

        @Override
        public void onResponse(WorkerResponse response) {
            assertThat(response.status()).isBetween(200, 599);
            assertThat(response.body().remaining()).isLessThanOrEqualTo(length);
            assertThat(response.durationNs()).isNotNegative();
            for (Header header : response.headers()) {
                assertThat(header.name()).matches("[!-~&&[^\"(),/:;<=>?@\\[\\]{}\\\\]]+");
                assertThat(header.value()).matches("[\\t -~\\x80-\\xff]*");
            }
        }

        @Override
        public void onLogLine(LogLine line) {
            assertThat(line.message().length()).isLessThanOrEqualTo(MAX_TEXT_LENGTH);
            assertThat(line.fields().length()).isLessThanOrEqualTo(MAX_TEXT_LENGTH);
            assertThat(line.eventId().length()).isLessThanOrEqualTo(MAX_TEXT_LENGTH);
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of(
                message(message ->
                        message.initReady().pid(12).runtime("python 3.11.7").concurrency(2)),
                message(message -> message.failed("Traceback")),
                message(message -> {
                    ResponseWriter response = message.initResponse()
                            .correlationId(7)
                            .status(201)
                            .contentType("text/plain")
                            .durationNs(5)
                            .more(true)
                            .body(new byte[40]);
                    var headers = response.initHeaders(2);
                    headers.get(0).name("X-A").value("b");
                    headers.get(1).name("X-C").value("d\u00e4");
                }),
                message(message -> message.initLogLine()
                        .timeNs(9)
                        .message("hello")
                        .fields("{\"a\": 1}")
                        .eventId("e-1")));
    }

    private byte[] message(Consumer<FromWorkerWriter> content) {
        memory.fill((byte) 0);
        FromWorkerWriter message = new FromWorkerWriter().wrap(memory, 0, CAPACITY);
        content.accept(message);
        return memory.asSlice(0, message.finish()).toArray(ValueLayout.JAVA_BYTE);
    }
}
