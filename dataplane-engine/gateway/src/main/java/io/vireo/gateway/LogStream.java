package io.vireo.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.Future;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Log lines on their way to an exchange, one JSON object a line. A reader who follows gets an empty line every 10 s, so that both
 * ends learn when the other is gone.
 */
final class LogStream implements LogAnswer {
    private static final long MAX_QUEUED_BYTES = 256 * 1024;
    private static final long BEAT_SECONDS = 10;
    private static final long FIRST_BEAT_SECONDS = 1;

    private final Exchange exchange;
    private final AtomicLong queuedBytes = new AtomicLong();
    private boolean isBegun; // event loop
    private boolean isOver; // event loop
    private @Nullable Future<?> beat; // event loop

    /** Runs on the event loop. */
    LogStream(Exchange exchange, boolean isFollowing) {
        this.exchange = exchange;
        if (isFollowing) {
            beat = exchange.executor().schedule(this::beat, FIRST_BEAT_SECONDS, TimeUnit.SECONDS);
            exchange.onCancel(this::stop);
        }
    }

    private void beat() {
        if (isOver) {
            return;
        }
        begin();
        exchange.write(exchange.allocator().buffer(1).writeByte('\n'));
        beat = exchange.executor().schedule(this::beat, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    private void begin() {
        if (!isBegun) {
            isBegun = true;
            HttpHeaders headers = Exchange.newHeaders();
            headers.set(HttpFields.CONTENT_TYPE, HttpFields.JSON_LINES);
            headers.set("Cache-Control", "no-store");
            exchange.begin(200, headers, -1);
        }
    }

    private void stop() {
        isOver = true;
        Future<?> next = beat;
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void line(byte[] json) {
        ByteBuf copy =
                exchange.allocator().buffer(json.length + 1).writeBytes(json).writeByte('\n');
        queuedBytes.addAndGet(copy.readableBytes());
        run(() -> {
            queuedBytes.addAndGet(-copy.readableBytes());
            begin();
            exchange.write(copy);
        });
    }

    @Override
    public void end() {
        run(() -> {
            begin();
            stop();
            exchange.end();
        });
    }

    @Override
    public void refuse(int status, String message) {
        run(() -> {
            stop();
            if (isBegun) {
                exchange.abort();
            } else {
                exchange.refuse(new RefusedException(status, status == 404 ? -2 : RefusedException.TRY_AGAIN, message));
            }
        });
    }

    @Override
    public boolean isWritable() {
        return queuedBytes.get() < MAX_QUEUED_BYTES && exchange.isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        run(() -> exchange.onWritable(action));
    }

    @Override
    public boolean isCancelled() {
        return exchange.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        run(() -> exchange.onCancel(action));
    }

    private void run(Runnable action) {
        if (exchange.executor().inEventLoop()) {
            action.run();
        } else {
            exchange.executor().execute(action);
        }
    }
}
