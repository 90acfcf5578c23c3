package io.vireo.gateway.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection must know of a request before anybody handles it.
 *
 * @param target path and query
 * @param contentLength of the body; -1: it comes in chunks
 * @param expectsContinue whether the client waits for a word before it sends the body
 * @param keepAlive whether the client wants to go on with the connection
 */
record RequestHead(RequestTarget target, long contentLength, boolean expectsContinue, boolean keepAlive) {

    /**
     * Reads and checks the head.
     *
     * @throws RefusedException after which the connection cannot go on
     */
    static RequestHead read(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            throw malformed(request.decoderResult().cause());
        }
        boolean isHttp11 = request.protocolVersion().isKeepAliveDefault();
        if (isHttp11 && request.headers().getAll(HttpFields.HOST).size() != 1) {
            throw refusal(400, "request needs exactly one Host header");
        }
        String expect = request.headers().get(HttpFields.EXPECT);
        if (expect != null && !HttpFields.CONTINUE.contentEqualsIgnoreCase(expect)) {
            throw refusal(417, "unknown expectation: value=" + expect);
        }
        return new RequestHead(
                RequestTarget.parse(request.uri()),
                contentLength(request),
                expect != null && isHttp11,
                HttpUtil.isKeepAlive(request));
    }

    private static long contentLength(HttpRequest request) {
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return -1;
        }
        try {
            return HttpUtil.getContentLength(request, 0L);
        } catch (NumberFormatException notANumber) {
            throw refusal(400, "Content-Length is not a number");
        }
    }

    private static RefusedException malformed(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return refusal(414, "request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return refusal(431, "header fields are too long");
        }
        if (cause instanceof TooLongFrameException) {
            return refusal(413, "request is too long");
        }
        return refusal(400, "malformed request");
    }

    private static RefusedException refusal(int status, String message) {
        return new RefusedException(status, RefusedException.INVALID_ARGUMENT, message);
    }
}
