package io.vireo.invoker.worker;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.EventWriter;
import io.vireo.channel.message.PairWriter;
import io.vireo.channel.message.ToWorkerWriter;
import io.vireo.gateway.FunctionCall;
import io.vireo.gateway.Header;
import io.vireo.invoker.trigger.HttpEvent;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Writes what is said to a worker. One thread at a time. */
final class EventEncoder {
    /** A longer body goes through the arena. */
    static final int MAX_INLINE_BODY_LENGTH = 32 * 1024;

    private final ToWorkerWriter message = new ToWorkerWriter();

    /**
     * Writes an event.
     *
     * @param arenaOffset where the body lies in the arena; negative: it goes into the message
     * @return length of the message in bytes
     * @throws io.vireo.channel.capnp.MessageTooLongException if there is not enough room
     */
    int encode(Invocation invocation, long arenaOffset, MemorySegment target, long capacity) {
        FunctionCall call = invocation.call();
        HttpEvent http = invocation.http();
        EventWriter event = message.wrap(target, 0, capacity).initEvent();
        event.correlationId(invocation.correlationId())
                .id(invocation.eventId())
                .triggerKind(HttpEvent.TRIGGER_KIND)
                .triggerName(HttpEvent.TRIGGER_KIND)
                .method(call.method())
                .path(call.path())
                .contentType(http.contentType())
                .timestampNs(invocation.timestampNs());
        fill(event.initHeaders(http.headers().size()), http.headers());
        if (!http.fields().isEmpty()) {
            fill(event.initFields(http.fields().size()), http.fields());
        }
        byte[] body = call.body();
        if (arenaOffset >= 0) {
            event.bodyOffset(arenaOffset).bodyLength(body.length);
        } else if (body.length > 0) {
            event.body(body);
        }
        return message.finish();
    }

    /** Writes the wish that the worker finish and exit. */
    int encodeDrain(MemorySegment target, long capacity) {
        message.wrap(target, 0, capacity).setDrain();
        return message.finish();
    }

    private static void fill(StructListWriter<PairWriter> list, List<Header> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            Header pair = pairs.get(i);
            list.get(i).name(pair.name()).value(pair.value());
        }
    }
}
