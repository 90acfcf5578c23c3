package io.vireo.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The answer of a function on its way to an exchange: from any thread onto the event loop, in order. */
final class ExchangeAnswer implements FunctionAnswer {
    private static final long MAX_QUEUED_BYTES = 256 * 1024;
    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 599;

    private final Exchange exchange;
    private final AtomicLong queuedBytes = new AtomicLong(); // copied, and not on the event loop yet

    ExchangeAnswer(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void respond(int status, List<Header> headers, ByteBuffer body) {
        ByteBuf copy = copy(body);
        run(() -> {
            HttpHeaders checked = checked(status, headers);
            if (checked == null) {
                copy.release();
            } else {
                exchange.respond(status, checked, copy);
            }
        });
    }

    @Override
    public void begin(int status, List<Header> headers) {
        run(() -> {
            HttpHeaders checked = checked(status, headers);
            if (checked != null) {
                exchange.begin(status, checked, -1);
            }
        });
    }

    @Override
    public void write(ByteBuffer chunk) {
        int length = chunk.remaining();
        ByteBuf copy = copy(chunk);
        queuedBytes.addAndGet(length);
        run(() -> {
            queuedBytes.addAndGet(-length);
            exchange.write(copy);
        });
    }

    @Override
    public void end() {
        run(exchange::end);
    }

    @Override
    public void abort(String reason) {
        run(exchange::abort);
    }

    @Override
    public boolean isWritable() {
        return queuedBytes.get() < MAX_QUEUED_BYTES && exchange.isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        run(() -> exchange.onWritable(action)); // behind all that is queued
    }

    @Override
    public boolean isCancelled() {
        return exchange.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        run(() -> exchange.onCancel(action));
    }

    private ByteBuf copy(ByteBuffer source) {
        return source.hasRemaining()
                ? exchange.allocator().buffer(source.remaining()).writeBytes(source)
                : Unpooled.EMPTY_BUFFER;
    }

    private void run(Runnable action) {
        if (exchange.executor().inEventLoop()) {
            action.run();
        } else {
            exchange.executor().execute(action);
        }
    }

    /** The fields that may go out, or null after an answer that says what is wrong with them. */
    private @Nullable HttpHeaders checked(int status, List<Header> headers) {
        HttpHeaders checked = Exchange.newHeaders();
        String current = "";
        try {
            if (status < MIN_STATUS || status > MAX_STATUS) {
                refuse("function answered with an impossible status: value=" + status);
                return null;
            }
            for (Header header : headers) {
                current = header.name();
                boolean isOurs = FunctionIngress.isOfTheConnection(current)
                        || HttpFields.CONTENT_LENGTH.contentEqualsIgnoreCase(current);
                if (!isOurs) {
                    checked.add(current, header.value());
                }
            }
            return checked;
        } catch (IllegalArgumentException malformed) {
            refuse("function answered with a malformed header: name=" + current.replaceAll("[^!-~]", "?"));
            return null;
        }
    }

    private void refuse(String message) {
        HttpHeaders headers = Exchange.newHeaders();
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.JSON);
        String body = "{\"error\": \"" + message.replace('"', '\'').replace('\\', '/') + "\"}";
        exchange.respond(502, headers, Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    }
}
