package io.vireo.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer.
 *
 * <p>Threads: the event loop of its connection, {@link #executor()}, alone.
 */
public final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private enum Answer {
        NONE,
        BEGUN,
        ENDED
    }

    private final HttpConnection connection;
    private final HttpRequest request;
    private final RequestTarget target;
    private final RequestBody body;
    private boolean keepAlive;

    private Answer answer = Answer.NONE;
    private volatile boolean isGone; // answers ask from other threads
    private final List<Runnable> cancelActions = new ArrayList<>(0);
    private @Nullable Runnable writableAction;

    Exchange(HttpConnection connection, HttpRequest request, RequestHead head) {
        this.connection = connection;
        this.request = request;
        this.target = head.target();
        this.body = new RequestBody(connection, this, head);
        this.keepAlive = head.keepAlive();
    }

    // ---- request

    /** Method, upper case. */
    public HttpMethod method() {
        return request.method();
    }

    /** Path and query. */
    public RequestTarget target() {
        return target;
    }

    /** The header fields of the request. */
    public HttpHeaders headers() {
        return request.headers();
    }

    /** The first header field of this name, or null. */
    public @Nullable String header(CharSequence name) {
        return request.headers().get(name);
    }

    /** Who is at the other end. */
    public InetSocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    /** Runs actions on the thread that all calls of this class need. */
    public EventExecutor executor() {
        return connection.executor();
    }

    /** Makes buffers for answers. */
    public ByteBufAllocator allocator() {
        return connection.allocator();
    }

    /** Bytes of the body as announced; -1: not announced. */
    public long contentLength() {
        return body.announcedLength();
    }

    /** Receives the body piece by piece; the first one is pulled at once. */
    public void receive(BodyReceiver receiver) {
        body.receive(receiver);
    }

    /** Lets the next piece of the body come. */
    public void pull() {
        body.pull();
    }

    /**
     * Receives the body whole, within the budget for all of them.
     *
     * @param maxBytes more is answered 413
     * @param action gets the body, which is released when it returns
     */
    public void receiveWhole(long maxBytes, Consumer<ByteBuf> action) {
        body.receive(new WholeBody(this, body, maxBytes, action));
    }

    RequestBody body() {
        return body;
    }

    // ---- answer

    /** Fresh header fields for an answer, whose names and values are checked. */
    public static HttpHeaders newHeaders() {
        return DefaultHttpHeadersFactory.headersFactory().newHeaders();
    }

    /** A whole answer. {@code Content-Length} is set unless it is there. */
    public void respond(int status, HttpHeaders headers, ByteBuf content) {
        if (!mayBegin()) {
            content.release();
            return;
        }
        if (!headers.contains(HttpFields.CONTENT_LENGTH) && mayHaveBody(status)) {
            headers.set(HttpFields.CONTENT_LENGTH, content.readableBytes());
        }
        complete(headers);
        ByteBuf sent = content;
        if (isHead() || !mayHaveBody(status)) {
            content.release();
            sent = Unpooled.EMPTY_BUFFER;
        }
        answer = Answer.BEGUN;
        connection.write(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), sent, headers, EmptyHttpHeaders.INSTANCE));
        finish();
    }

    /** A whole answer without a body. */
    public void respond(int status, HttpHeaders headers) {
        respond(status, headers, Unpooled.EMPTY_BUFFER);
    }

    /** An error in the form of the native API. */
    public void refuse(RefusedException refusal) {
        HttpHeaders headers = newHeaders();
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.JSON);
        if (refusal.status() == HttpResponseStatus.SERVICE_UNAVAILABLE.code()) {
            headers.set(HttpFields.RETRY_AFTER, "1");
        }
        if (refusal.status() == HttpResponseStatus.UNAUTHORIZED.code()) {
            headers.set(HttpFields.WWW_AUTHENTICATE, "Basic realm=\"vireo\"");
        }
        String message = refusal.getMessage();
        respond(
                refusal.status(),
                headers,
                Unpooled.wrappedBuffer(ErrorBody.of(refusal.errorCode(), message == null ? "" : message)));
    }

    /** Answers with what went wrong; once an answer has begun, cuts the connection. */
    public void fail(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        RefusedException refusal;
        if (cause instanceof RefusedException refused) {
            refusal = refused;
        } else {
            LOG.log(Level.ERROR, () -> "request failed: method=" + method() + " path=" + target.path(), cause);
            refusal = new RefusedException(500, -5, "internal error");
        }
        if (answer == Answer.NONE) {
            refuse(refusal);
        } else {
            abort();
        }
    }

    /**
     * The head of an answer.
     *
     * @param bodyLength in bytes; -1: known when it ends
     */
    public void begin(int status, HttpHeaders headers, long bodyLength) {
        if (!mayBegin()) {
            return;
        }
        if (bodyLength >= 0) {
            headers.set(HttpFields.CONTENT_LENGTH, bodyLength);
        } else if (request.protocolVersion().isKeepAliveDefault()) {
            headers.set(HttpFields.TRANSFER_ENCODING, HttpFields.CHUNKED);
        } else {
            keepAlive = false; // HTTP/1.0: the end of the connection is the end of the body
        }
        complete(headers);
        answer = Answer.BEGUN;
        connection.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers));
    }

    /** A piece of the body of an answer that was begun. */
    public void write(ByteBuf piece) {
        if (isGone || answer != Answer.BEGUN || isHead()) {
            piece.release();
            return;
        }
        connection.write(new DefaultHttpContent(piece));
    }

    /** The same; runs the action when the bytes are no longer needed, sent or not. */
    public void write(ByteBuf piece, Runnable onDone) {
        if (isGone || answer != Answer.BEGUN || isHead()) {
            piece.release();
            onDone.run();
            return;
        }
        connection.write(new DefaultHttpContent(piece), onDone);
    }

    /** The end of an answer that was begun. */
    public void end() {
        if (isGone || answer != Answer.BEGUN) {
            return;
        }
        connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
        finish();
    }

    /** Cuts the connection, so that a half answer is not taken for a whole one. */
    public void abort() {
        connection.close();
    }

    /** Whether the client keeps up with what is written. */
    public boolean isWritable() {
        return connection.isWritable();
    }

    /** Runs this when the client keeps up or is gone: at once, or later. A second call replaces the first. */
    public void onWritable(Runnable action) {
        if (isGone || isWritable()) {
            action.run();
        } else {
            writableAction = action;
        }
    }

    /** Whether nobody waits for the answer any more. */
    public boolean isCancelled() {
        return isGone;
    }

    /** Runs this when the client goes away before the answer ended; at once if it is gone. */
    public void onCancel(Runnable action) {
        if (isGone) {
            action.run();
        } else {
            cancelActions.add(action);
        }
    }

    // ---- connection

    void onWritabilityChanged() {
        Runnable action = writableAction;
        if (action != null) {
            writableAction = null;
            action.run();
        }
    }

    void onConnectionLost() {
        if (answer == Answer.ENDED) {
            return;
        }
        isGone = true;
        answer = Answer.ENDED;
        body.abandon();
        onWritabilityChanged();
        cancelActions.forEach(Runnable::run);
        cancelActions.clear();
    }

    /** The connection cannot go on after this exchange. */
    void endConnection() {
        keepAlive = false;
    }

    /** Whether the connection can go on after this exchange. */
    boolean isKeepAlive() {
        return keepAlive;
    }

    boolean isUnanswered() {
        return answer == Answer.NONE;
    }

    private boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    private boolean mayBegin() {
        return !isGone && answer == Answer.NONE;
    }

    private static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    private void complete(HttpHeaders headers) {
        if (!body.canBeLeft()) {
            keepAlive = false;
        }
        headers.set(HttpFields.DATE, connection.dateNow());
        headers.set(HttpFields.SERVER, HttpFields.VIREO);
        if (connection.isDraining()) {
            keepAlive = false;
        }
        if (!keepAlive) {
            headers.set(HttpFields.CONNECTION, HttpFields.CLOSE);
        } else if (!request.protocolVersion().isKeepAliveDefault()) {
            headers.set(HttpFields.CONNECTION, HttpFields.KEEP_ALIVE);
        }
    }

    private void finish() {
        answer = Answer.ENDED;
        cancelActions.clear();
        writableAction = null;
        body.abandon();
        connection.onAnswered(this);
    }
}
