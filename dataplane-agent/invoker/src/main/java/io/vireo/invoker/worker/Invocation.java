package io.vireo.invoker.worker;

import io.vireo.gateway.FunctionAnswer;
import io.vireo.gateway.FunctionCall;
import io.vireo.gateway.Header;
import io.vireo.invoker.trigger.HttpEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call on its way through the invoker. It is answered exactly once.
 *
 * <p>Threads: made by any, then only the invoker's loop.
 */
public final class Invocation {
    private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);
    private static final List<Header> JSON = List.of(new Header("Content-Type", "application/json"));
    private static final List<Header> JSON_RETRY =
            List.of(new Header("Content-Type", "application/json"), new Header("Retry-After", "1"));

    private final long correlationId;
    private final String eventId;
    private final FunctionCall call;
    private final FunctionAnswer answer;
    private final HttpEvent http;
    private final long timestampNs;
    private boolean begun;
    private boolean answered;

    /** When it was put into the queue. */
    long queuedNs;

    /** When it was put into a worker's ring. */
    long handedNs;

    /** Position of the ring after it. */
    long ringPosition;

    /** How many workers died or hung with it in their ring, not taken out. */
    int returns;

    /**
     * @param correlationId unique in this process
     * @param eventId what the handler sees as {@code event.id}
     * @param timestampNs when it came, nanoseconds since 1970-01-01T00:00:00Z
     */
    public Invocation(long correlationId, String eventId, FunctionCall call, FunctionAnswer answer, long timestampNs) {
        this.correlationId = correlationId;
        this.eventId = eventId;
        this.call = call;
        this.answer = answer;
        this.http = HttpEvent.of(call);
        this.timestampNs = timestampNs;
    }

    /** Unique in this process. */
    public long correlationId() {
        return correlationId;
    }

    /** What the handler sees as {@code event.id}. */
    public String eventId() {
        return eventId;
    }

    /** What the caller wants. */
    public FunctionCall call() {
        return call;
    }

    /** What the caller wants, as an event. */
    HttpEvent http() {
        return http;
    }

    /** When it came, nanoseconds since 1970-01-01T00:00:00Z. */
    public long timestampNs() {
        return timestampNs;
    }

    /** Takes a response of the worker: a whole one, or a piece of one. */
    void respond(WorkerResponse response) {
        if (answered) {
            return;
        }
        try {
            pass(response);
        } catch (RuntimeException e) {
            answered = true; // one answer that cannot be given must not end the loop
            LOG.error("answer not given function={} eventId={}", call.function(), eventId, e);
        }
    }

    private void pass(WorkerResponse response) {
        if (!begun && !response.more()) {
            answered = true;
            answer.respond(response.status(), response.headers(), response.body());
            return;
        }
        if (response.failed()) {
            answered = true;
            answer.abort("the handler raised in the middle of its answer");
            return;
        }
        if (!begun) {
            begun = true;
            answer.begin(response.status(), response.headers());
        }
        if (response.body().hasRemaining()) {
            answer.write(response.body());
        }
        if (!response.more()) {
            answered = true;
            answer.end();
        }
    }

    /** Answers with an error of the platform, or cuts off an answer that was begun. */
    public void fail(int status, String error) {
        if (answered) {
            return;
        }
        answered = true;
        if (begun) {
            answer.abort(error);
            return;
        }
        String json = "{\"error\":\"" + escape(error) + "\"}";
        answer.respond(
                status, status == 503 ? JSON_RETRY : JSON, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    boolean isCancelled() {
        return answer.isCancelled();
    }

    /** Whether the caller takes the pieces of its answer as fast as they come. */
    boolean isWritable() {
        return !begun || answered || answer.isWritable() || answer.isCancelled();
    }

    /** Runs this on some other thread once {@link #isWritable} may be true again. */
    void onWritable(Runnable action) {
        answer.onWritable(action);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
