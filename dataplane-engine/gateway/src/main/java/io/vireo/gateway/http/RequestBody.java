package io.vireo.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way to its receiver, one piece at a time and only when the receiver asks. A body that nobody asks
 * for is not asked of the client either.
 *
 * <p>Threads: the event loop of the connection.
 */
final class RequestBody {
    /** A body that nobody reads is read to its end and thrown away up to here; past it the connection is closed. */
    private static final long MAX_SKIPPED_BYTES = 64 * 1024;

    /** The least rate at which a body must come: 1 KB/s. */
    private static final long NS_PER_BYTE = 1_000_000;

    private final HttpConnection connection;
    private final Exchange exchange;
    private final long announcedLength;
    private boolean isContinueOwed;
    private @Nullable BodyReceiver receiver;
    private boolean isPulled;
    private boolean isComplete;
    private long startNs;
    private long receivedBytes;
    private long reservedBytes;

    RequestBody(HttpConnection connection, Exchange exchange, RequestHead head) {
        this.connection = connection;
        this.exchange = exchange;
        this.announcedLength = head.contentLength();
        this.isContinueOwed = head.expectsContinue();
    }

    /** In bytes; -1: not announced. */
    long announcedLength() {
        return announcedLength;
    }

    /** Whether there is one, be it empty in the end. */
    boolean isThere() {
        return announcedLength != 0;
    }

    boolean isComplete() {
        return isComplete;
    }

    boolean takesContent() {
        return !isThere() || isPulled;
    }

    void receive(BodyReceiver newReceiver) {
        receiver = newReceiver;
        startNs = System.nanoTime();
        pull();
    }

    void pull() {
        if (isContinueOwed) {
            isContinueOwed = false;
            connection.sendContinue();
        }
        isPulled = true;
        connection.drain();
    }

    /** Counts bytes that are held against the budget, until the exchange is over. */
    void reserve(long bytes) {
        if (!connection.budget().tryReserve(bytes)) {
            throw RefusedException.tryAgain("too many bodies at a time; try again");
        }
        reservedBytes += bytes;
    }

    /** Whether the client sends too slowly: nothing for that long, or less than the least rate over all. */
    boolean isLate(long activityNs, long nowNs, long timeoutNs) {
        boolean isAwaited = isPulled && !isComplete && receiver != null && exchange.isUnanswered();
        long allowanceNs = timeoutNs + receivedBytes * NS_PER_BYTE;
        return isAwaited && (nowNs - activityNs > timeoutNs || nowNs - startNs > allowanceNs);
    }

    void onContent(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            isComplete = true;
            failReceiver();
            exchange.endConnection();
            exchange.fail(new RefusedException(400, RefusedException.INVALID_ARGUMENT, "malformed body"));
            return;
        }
        boolean isLast = content instanceof LastHttpContent;
        receivedBytes += content.content().readableBytes();
        isComplete = isLast;
        isPulled = false;
        BodyReceiver current = receiver;
        if (current == null || !exchange.isUnanswered()) {
            content.release();
            return;
        }
        try {
            if (content.content().isReadable()) {
                current.onPiece(content.content());
            } else {
                content.release();
                isPulled = !isLast;
            }
            if (isLast && exchange.isUnanswered()) {
                current.onEnd();
            }
        } catch (RuntimeException fault) {
            exchange.fail(fault);
        }
    }

    /** A body that is not there is complete when its receiver comes; the decoder's empty last piece says nothing new. */
    void endIfNotThere() {
        BodyReceiver current = receiver;
        if (!isThere() && current != null && isPulled && exchange.isUnanswered()) {
            isPulled = false;
            receiver = null;
            try {
                current.onEnd();
            } catch (RuntimeException fault) {
                exchange.fail(fault);
            }
        }
    }

    void markComplete() {
        isComplete = true;
    }

    /** Whether the connection can go on although the rest of the body was not read: there is none, or it is short and will come. */
    boolean canBeLeft() {
        boolean isShort = announcedLength >= 0 && announcedLength - receivedBytes <= MAX_SKIPPED_BYTES;
        return !isThere() || isComplete || isShort && !isContinueOwed;
    }

    /** Nobody wants the rest. */
    void abandon() {
        connection.budget().release(reservedBytes);
        reservedBytes = 0;
        if (!isComplete) {
            failReceiver();
        }
        receiver = null;
    }

    private void failReceiver() {
        BodyReceiver current = receiver;
        receiver = null;
        if (current != null) {
            current.onFailure();
        }
    }
}
