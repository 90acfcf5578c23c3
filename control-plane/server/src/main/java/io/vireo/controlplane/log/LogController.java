package io.vireo.controlplane.log;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.LogQuery;
import io.vireo.controlplane.LogService;
import io.vireo.controlplane.rest.TenantNames;
import io.vireo.identity.CursorPage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Logs over REST: a page of lines, or with {@code follow=true} a stream of server-sent events, {@code log} with one line
 * each, whose id is the line's sequence number, so that a client which comes back with {@code Last-Event-ID} goes on
 * where it was.
 */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/functions/{function}/logs")
class LogController {
    private static final int DEFAULT_LIMIT = 100;

    private final LogService logs;
    private final TenantNames tenants;

    LogController(LogService logs, TenantNames tenants) {
        this.logs = logs;
        this.tenants = tenants;
    }

    @GetMapping(params = "!follow")
    CursorPage<LogRow> read(
            @PathVariable String tenant,
            @PathVariable String function,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
            @RequestParam(defaultValue = "") String level,
            @RequestParam(defaultValue = "") String grep,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable Long before) {
        LogQuery query = new LogQuery(after, limit, level, grep, version, before);
        return new CursorPage<>(
                logs.read(tenants.idOf(tenant), function, query).stream()
                        .map(LogRow::of)
                        .toList(),
                null);
    }

    @GetMapping(params = "follow=false")
    CursorPage<LogRow> readWithoutFollowing(
            @PathVariable String tenant,
            @PathVariable String function,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
            @RequestParam(defaultValue = "") String level,
            @RequestParam(defaultValue = "") String grep,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable Long before) {
        return read(tenant, function, after, limit, level, grep, version, before);
    }

    @GetMapping(params = "follow=true", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            @PathVariable String tenant,
            @PathVariable String function,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
            @RequestParam(defaultValue = "") String level,
            @RequestParam(defaultValue = "") String grep,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        Long start = lastEventId == null ? after : sequenceNumber(lastEventId);
        EventStream stream = new EventStream();
        stream.start(
                logs.follow(tenants.idOf(tenant), function, new LogQuery(start, limit, level, grep, version), stream));
        return stream.emitter();
    }

    private static Long sequenceNumber(String lastEventId) {
        try {
            return Long.valueOf(lastEventId);
        } catch (NumberFormatException e) {
            throw ControlPlaneException.invalid("Last-Event-ID", "Last-Event-ID must be a line's sequence number");
        }
    }
}
