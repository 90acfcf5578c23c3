package io.vireo.invoker.worker;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.FromWorkerReader;
import io.vireo.channel.message.LogLineLevel;
import io.vireo.channel.message.LogLineReader;
import io.vireo.channel.message.LogLineSource;
import io.vireo.channel.message.PairReader;
import io.vireo.channel.message.ReadyReader;
import io.vireo.channel.message.ResponseReader;
import io.vireo.gateway.Header;
import io.vireo.invoker.log.LogLine;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a worker says. The worker runs code of a stranger: what cannot be a message is a {@link MalformedMessageException},
 * and headers that HTTP cannot carry are left out. One thread at a time.
 */
final class MessageDecoder {
    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 599;
    private static final int BAD_GATEWAY = 502;
    private static final int MAX_CONCURRENCY = 1_000;
    private static final int MAX_LINE_LENGTH = 20 * 1024;

    private final FromWorkerReader message = new FromWorkerReader();

    /**
     * Reads one message and hands it on.
     *
     * @param buffer that nobody else writes to
     * @throws MalformedMessageException if it is none
     */
    void decode(MemorySegment buffer, long offset, long length, WorkerChannel.Messages messages) {
        message.wrap(buffer, offset, length);
        switch (message.which()) {
            case READY -> {
                ReadyReader ready = message.ready();
                int concurrency = Math.clamp(ready.concurrency(), 1, MAX_CONCURRENCY);
                messages.onReady(ready.pid(), ready.runtime(), concurrency);
            }
            case FAILED -> messages.onFailed(message.failed());
            case RESPONSE -> messages.onResponse(response(message.response()));
            case LOG_LINE -> messages.onLogLine(logLine(message.logLine()));
            case UNRECOGNIZED -> throw new MalformedMessageException("message of a kind that is not known");
        }
    }

    private static WorkerResponse response(ResponseReader response) {
        int status = response.status();
        String contentType = response.contentType();
        StructListReader<PairReader> pairs = response.headers();
        List<Header> headers = new ArrayList<>(pairs.count() + 1);
        if (!contentType.isEmpty() && isValue(contentType)) {
            headers.add(new Header("Content-Type", contentType));
        }
        for (int i = 0; i < pairs.count(); i++) {
            PairReader pair = pairs.get(i);
            Header header = new Header(pair.name(), pair.value());
            if (isName(header.name())
                    && isValue(header.value())
                    && !header.name().equalsIgnoreCase("Content-Type")) {
                headers.add(header);
            }
        }
        DataReader bytes = response.body();
        ByteBuffer body = bytes.length() == 0
                ? ByteBuffer.allocate(0)
                : bytes.buffer().asSlice(bytes.offset(), bytes.length()).asByteBuffer();
        return new WorkerResponse(
                response.correlationId(),
                status < MIN_STATUS || status > MAX_STATUS ? BAD_GATEWAY : status,
                headers,
                body,
                response.more(),
                Math.max(0, response.durationNs()),
                response.failed());
    }

    private static LogLine logLine(LogLineReader line) {
        return new LogLine(
                line.timeNs(),
                level(line.level()),
                source(line.source()),
                clipped(line.message()),
                line.fields().length() > MAX_LINE_LENGTH ? "" : line.fields(),
                clipped(line.eventId()),
                0,
                "");
    }

    private static String clipped(String text) {
        return text.length() <= MAX_LINE_LENGTH ? text : text.substring(0, MAX_LINE_LENGTH);
    }

    private static LogLine.Level level(LogLineLevel level) {
        return switch (level) {
            case DEBUG -> LogLine.Level.DEBUG;
            case INFO, UNRECOGNIZED -> LogLine.Level.INFO;
            case WARN -> LogLine.Level.WARN;
            case ERROR -> LogLine.Level.ERROR;
        };
    }

    private static LogLine.Source source(LogLineSource source) {
        return switch (source) {
            case LOGGER -> LogLine.Source.LOGGER;
            case STDOUT -> LogLine.Source.STDOUT;
            case STDERR -> LogLine.Source.STDERR;
            case PLATFORM, UNRECOGNIZED -> LogLine.Source.PLATFORM;
        };
    }

    /** A token of RFC 9110, section 5.6.2. */
    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Without the characters that would end a field, RFC 9110, section 5.5. */
    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }
}
