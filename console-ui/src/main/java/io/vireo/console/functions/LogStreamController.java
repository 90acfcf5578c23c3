package io.vireo.console.functions;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.LogLine;
import io.vireo.controlplane.LogQuery;
import io.vireo.controlplane.LogService;
import io.vireo.identity.ProblemException;
import io.vireo.identity.ProblemKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A function's live log as server-sent events, for the dock. It runs beside the Vaadin session and never takes its lock; the form
 * of the events is told in {@code vr-log-pane.js}.
 */
@RestController
class LogStreamController {
    private static final int PAGE_LENGTH = 500;

    private final LogService logs;

    LogStreamController(LogService logs) {
        this.logs = logs;
    }

    /** Address of a function's stream, relative to the application. */
    static String url(UUID tenantId, String function) {
        return "live/" + tenantId + "/functions/" + function + "/log";
    }

    /** @param after sequence number of the last line that the browser has; 0: none */
    @GetMapping(path = "/live/{tenantId}/functions/{function}/log", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            @PathVariable UUID tenantId,
            @PathVariable String function,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "") String level,
            @RequestParam(defaultValue = "") String grep,
            @RequestParam(required = false) @Nullable Integer version) {
        SseEmitter emitter = new SseEmitter(0L);
        AtomicReference<LogService.@Nullable Tail> tail = new AtomicReference<>();
        Runnable stop = () -> {
            LogService.Tail open = tail.getAndSet(null);
            if (open != null) {
                open.close();
            }
        };
        emitter.onCompletion(stop);
        emitter.onTimeout(stop);
        emitter.onError(_ -> stop.run());
        Listener listener = new Listener(emitter);
        try {
            LogQuery query = after > 0
                    ? new LogQuery(after, LogQuery.MAX_LIMIT, level, grep, version)
                    : new LogQuery(null, PAGE_LENGTH, level, grep, version);
            tail.set(logs.follow(tenantId, function, query, listener));
        } catch (ProblemException e) {
            listener.state(
                    e.kind() == ProblemKind.FORBIDDEN || e.kind() == ProblemKind.UNAUTHENTICATED ? "denied" : "failed",
                    e.getMessage());
            emitter.complete();
        }
        return emitter;
    }

    /**
     * Lines before those that the browser holds, for whoever scrolls back.
     *
     * @param before sequence number of the oldest line that it holds
     */
    @GetMapping(path = "/live/{tenantId}/functions/{function}/log/older", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Map<String, @Nullable Object>> older(
            @PathVariable UUID tenantId,
            @PathVariable String function,
            @RequestParam long before,
            @RequestParam(defaultValue = "") String level,
            @RequestParam(defaultValue = "") String grep,
            @RequestParam(required = false) @Nullable Integer version) {
        return logs.read(tenantId, function, new LogQuery(null, PAGE_LENGTH, level, grep, version, before)).stream()
                .map(Listener::row)
                .toList();
    }

    private record Listener(SseEmitter emitter) implements LogService.Listener {
        @Override
        public void connected() {
            state("waiting", "");
        }

        @Override
        public void lines(List<LogLine> lines) {
            send(SseEmitter.event()
                    .name("lines")
                    .id(Long.toString(lines.getLast().sequenceNumber()))
                    .data(lines.stream().map(Listener::row).toList(), MediaType.APPLICATION_JSON));
        }

        @Override
        public void idle() {
            send(SseEmitter.event().comment(""));
        }

        @Override
        public void interrupted(String reason) {
            state("interrupted", reason);
        }

        @Override
        public void stopping() {
            emitter.complete(); // the browser comes back to the next process by itself
        }

        @Override
        public void ended(ControlPlaneException reason) {
            state(reason.kind() == ProblemKind.FORBIDDEN ? "denied" : "failed", reason.getMessage());
            emitter.complete();
        }

        void state(String state, String message) {
            send(SseEmitter.event()
                    .name("state")
                    .data(Map.of("state", state, "message", message), MediaType.APPLICATION_JSON));
        }

        private void send(SseEmitter.SseEventBuilder event) {
            try {
                emitter.send(event);
            } catch (IOException | IllegalStateException e) {
                emitter.completeWithError(e); // the browser is gone; completion closes the tail
            }
        }

        private static Map<String, @Nullable Object> row(LogLine line) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("seq", line.sequenceNumber());
            row.put("timeNs", line.timeNs());
            row.put("level", line.level());
            row.put("source", line.source());
            row.put("message", line.message());
            row.put("fields", line.fields());
            row.put("eventId", line.eventId());
            row.put("version", line.version());
            row.put("worker", line.worker());
            return row;
        }
    }
}
