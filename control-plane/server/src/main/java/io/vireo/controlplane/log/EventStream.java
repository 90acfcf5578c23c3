package io.vireo.controlplane.log;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.LogLine;
import io.vireo.controlplane.LogService.Listener;
import io.vireo.controlplane.LogService.Tail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A tail as server-sent events: {@code log} (a line), {@code interrupted} and {@code connected} (the gateway went and
 * came), {@code ended} (a refusal; nothing follows). A client that goes away ends the tail at the next write.
 */
final class EventStream implements Listener {
    private static final long UNLIMITED = 0;

    private final SseEmitter emitter = new SseEmitter(UNLIMITED);
    private @Nullable Tail tail; // guarded by this
    private boolean isOver; // guarded by this

    EventStream() {
        emitter.onCompletion(this::close);
        emitter.onError(_ -> close());
        emitter.onTimeout(this::close);
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** Ties the tail to this stream; a client that is gone already ends it at once. */
    synchronized void start(Tail started) {
        tail = started;
        if (isOver) {
            started.close();
        }
    }

    @Override
    public void connected() {
        send(SseEmitter.event().name("connected").data("{}", MediaType.APPLICATION_JSON));
    }

    @Override
    public void lines(List<LogLine> lines) {
        for (LogLine line : lines) {
            send(SseEmitter.event()
                    .id(Long.toString(line.sequenceNumber()))
                    .name("log")
                    .data(LogRow.of(line), MediaType.APPLICATION_JSON));
        }
    }

    @Override
    public void idle() {
        send(SseEmitter.event().comment("idle"));
    }

    @Override
    public void interrupted(String reason) {
        send(SseEmitter.event().name("interrupted").data(Map.of("reason", reason), MediaType.APPLICATION_JSON));
    }

    @Override
    public void stopping() {
        emitter.complete();
    }

    @Override
    public void ended(ControlPlaneException reason) {
        send(SseEmitter.event()
                .name("ended")
                .data(Map.of("code", reason.code(), "reason", reason.getMessage()), MediaType.APPLICATION_JSON));
        emitter.complete();
    }

    private void send(SseEmitter.SseEventBuilder event) {
        try {
            emitter.send(event);
        } catch (IOException | IllegalStateException e) {
            close(); // the client is gone: there is nobody to tell
        }
    }

    private synchronized void close() {
        isOver = true;
        if (tail != null) {
            tail.close();
        }
    }
}
