package io.vireo.gateway.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its requests one after the other, their bodies under back pressure, and its deadlines.
 *
 * <p>What the decoder made of one read waits in a queue until the exchange wants it; the socket is read again only when the queue
 * is empty. So a client that pipelines, or sends a body faster than it is taken, fills its own socket and not our memory.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(2);

    private final HttpServer server;
    private final RequestHandler handler;
    private final HttpLimits limits;
    private final Runnable flushOwed = this::flushOwed;
    private final ArrayDeque<HttpObject> queue = new ArrayDeque<>(4);
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable Future<?> deadlineCheck;

    private boolean isReading; // between channelRead and channelReadComplete
    private boolean isReadPending;
    private boolean isDrainingQueue;
    private boolean isSkippingBody; // of a request that was answered before all of it came
    private boolean isClosing;
    private boolean isFlushOwed;

    private long activityNs; // the last time that bytes came or an exchange ended
    private long headStartNs; // when the first bytes of a head came; 0: none came
    private long writeProgress;
    private long writeProgressNs;

    HttpConnection(HttpServer server, RequestHandler handler, HttpLimits limits) {
        this.server = server;
        this.handler = handler;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        activityNs = System.nanoTime();
        writeProgressNs = activityNs;
        deadlineCheck = ctx.executor().schedule(this::checkDeadlines, limits.checkPeriodNs(), TimeUnit.NANOSECONDS);
        readMore();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        isReading = true;
        headStartNs = 0;
        queue.add((HttpObject) message);
        drain();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        isReading = false;
        isReadPending = false;
        activityNs = System.nanoTime();
        if (exchange == null && queue.isEmpty() && headStartNs == 0) {
            headStartNs = activityNs;
        }
        flushOwed();
        drain();
        readMore();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null && isWritable()) {
            current.onWritabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        isClosing = true;
        Future<?> check = deadlineCheck;
        if (check != null) {
            check.cancel(false);
        }
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.onConnectionLost();
        }
        queue.forEach(ReferenceCountUtil::release);
        queue.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        if (!(fault instanceof IOException)) {
            LOG.log(Level.ERROR, "connection failed: remote=" + remoteAddress(), fault);
        }
        ctx.close();
    }

    // ---- requests

    /** Hands on what waits, as far as it is wanted. */
    void drain() {
        if (isDrainingQueue) {
            return;
        }
        isDrainingQueue = true;
        try {
            while (step()) {
                // each step takes one message or finds out that it must wait
            }
        } finally {
            isDrainingQueue = false;
        }
        if (!isReading) {
            readMore();
        }
    }

    private boolean step() {
        Exchange current = exchange;
        if (current != null) {
            current.body().endIfNotThere();
            if (exchange != current) {
                return true;
            }
        }
        HttpObject next = queue.peek();
        if (next == null) {
            return false;
        }
        if (isSkippingBody) {
            queue.remove();
            skip(next);
            return true;
        }
        if (current == null) {
            queue.remove();
            if (isClosing) {
                ReferenceCountUtil.release(next);
            } else {
                begin((HttpRequest) next);
            }
            return true;
        }
        RequestBody body = current.body();
        if (body.isComplete() || !body.takesContent()) {
            return false;
        }
        queue.remove();
        if (body.isThere()) {
            body.onContent((HttpContent) next);
        } else {
            ReferenceCountUtil.release(next);
            body.markComplete();
        }
        return true;
    }

    private void skip(HttpObject message) {
        if (message instanceof LastHttpContent) {
            isSkippingBody = false;
            if (isClosing) {
                close();
            }
        }
        ReferenceCountUtil.release(message);
    }

    private void begin(HttpRequest request) {
        RequestHead head;
        try {
            head = RequestHead.read(request);
        } catch (RefusedException refusal) {
            refuseAndClose(request, refusal);
            return;
        }
        Exchange begun = new Exchange(this, request, head);
        exchange = begun;
        try {
            handler.handle(begun);
        } catch (RuntimeException fault) {
            begun.fail(fault);
        }
    }

    private void refuseAndClose(HttpRequest request, RefusedException refusal) {
        Exchange refused = new Exchange(this, request, new RequestHead(new RequestTarget("/", ""), 0, false, false));
        exchange = refused;
        refused.refuse(refusal);
        isSkippingBody = false;
    }

    /** The answer was written whole. */
    void onAnswered(Exchange answered) {
        exchange = null;
        activityNs = System.nanoTime();
        if (!answered.body().isComplete()) {
            isSkippingBody = true;
        }
        if (answered.isKeepAlive()) {
            flushNow();
            drain();
            return;
        }
        isClosing = true;
        boolean isBodyOwed = answered.body().isThere() && !answered.body().isComplete();
        ChannelHandlerContext ctx = context();
        if (isBodyOwed) {
            // Closing now would reset the connection under a client that is still sending, and take the answer with it.
            ctx.flush();
            ctx.executor().schedule(this::close, LINGER_NS, TimeUnit.NANOSECONDS);
        } else {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void readMore() {
        if (!isReadPending && queue.isEmpty()) {
            isReadPending = true;
            context().read();
        }
    }

    // ---- answers

    void write(Object message) {
        context().write(message, context().voidPromise());
        flushSoon();
    }

    void write(Object message, Runnable onDone) {
        context().write(message).addListener(_ -> onDone.run());
        flushSoon();
    }

    void sendContinue() {
        context()
                .writeAndFlush(
                        new DefaultFullHttpResponse(
                                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER),
                        context().voidPromise());
    }

    /** What is written in one turn of the event loop goes out together: at the end of the read that caused it, or of the turn. */
    private void flushSoon() {
        if (!isFlushOwed) {
            isFlushOwed = true;
            if (!isReading) {
                context().executor().execute(flushOwed);
            }
        }
    }

    private void flushOwed() {
        if (isFlushOwed) {
            isFlushOwed = false;
            context().flush();
        }
    }

    private void flushNow() {
        if (!isReading) {
            isFlushOwed = false;
            context().flush();
        }
    }

    // ---- deadlines

    private void checkDeadlines() {
        long now = System.nanoTime();
        Exchange current = exchange;
        if (isWriteStalled(now)) {
            close();
            return;
        }
        if (current == null) {
            boolean isHeadLate = headStartNs != 0
                    && now - headStartNs > limits.requestTimeout().toNanos();
            if (isHeadLate || now - activityNs > limits.idleTimeout().toNanos()) {
                close();
                return;
            }
        } else if (current.body()
                .isLate(activityNs, now, limits.requestTimeout().toNanos())) {
            current.refuse(new RefusedException(408, RefusedException.TRY_AGAIN, "body came too slowly"));
            close();
            return;
        }
        deadlineCheck =
                context().executor().schedule(this::checkDeadlines, limits.checkPeriodNs(), TimeUnit.NANOSECONDS);
    }

    private boolean isWriteStalled(long now) {
        ChannelOutboundBuffer pending = context().channel().unsafe().outboundBuffer();
        if (pending == null || pending.totalPendingWriteBytes() == 0) {
            writeProgress = 0;
            writeProgressNs = now;
            return false;
        }
        long progress = pending.totalPendingWriteBytes() * 31 + pending.currentProgress();
        if (progress != writeProgress) {
            writeProgress = progress;
            writeProgressNs = now;
        }
        return now - writeProgressNs > limits.writeTimeout().toNanos();
    }

    // ---- what exchanges need to know

    boolean isWritable() {
        return context().channel().isWritable();
    }

    boolean isDraining() {
        return server.isDraining();
    }

    /** Closes at once when nothing is under way, otherwise after the answer. Any thread. */
    void drainAndClose() {
        context().executor().execute(() -> {
            if (exchange == null && queue.isEmpty()) {
                close();
            }
        });
    }

    void close() {
        context().flush();
        context().close();
    }

    String dateNow() {
        return server.dateNow();
    }

    BodyBudget budget() {
        return server.budget();
    }

    EventExecutor executor() {
        return context().executor();
    }

    ByteBufAllocator allocator() {
        return context().alloc();
    }

    InetSocketAddress remoteAddress() {
        return context().channel().remoteAddress() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved("unknown", 0);
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }

    /** What a listener answers when it is full. */
    static DefaultFullHttpResponse overloaded() {
        HttpHeaders headers = Exchange.newHeaders();
        byte[] body = ErrorBody.of(RefusedException.TRY_AGAIN, "too many connections; try again");
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.JSON)
                .set(HttpFields.CONTENT_LENGTH, body.length)
                .set(HttpFields.CONNECTION, HttpFields.CLOSE)
                .set(HttpFields.RETRY_AFTER, "1");
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                Unpooled.wrappedBuffer(body),
                headers,
                EmptyHttpHeaders.INSTANCE);
    }
}
