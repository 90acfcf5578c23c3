package io.vireo.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects a body within its limit and the budget. One that comes in a single piece is not copied. */
final class WholeBody implements BodyReceiver {
    private final Exchange exchange;
    private final RequestBody body;
    private final long maxBytes;
    private final long announcedLength;
    private final Consumer<ByteBuf> action;
    private @Nullable ByteBuf collected;

    WholeBody(Exchange exchange, RequestBody body, long maxBytes, Consumer<ByteBuf> action) {
        this.exchange = exchange;
        this.body = body;
        this.maxBytes = maxBytes;
        this.announcedLength = body.announcedLength();
        this.action = action;
        if (announcedLength > maxBytes) {
            throw RefusedException.tooLarge("body", maxBytes);
        }
        if (announcedLength > 0) {
            body.reserve(announcedLength);
        }
    }

    @Override
    public void onPiece(ByteBuf piece) {
        ByteBuf before = collected;
        int length = piece.readableBytes();
        long total = length + (before == null ? 0L : before.readableBytes());
        try {
            if (total > maxBytes) {
                throw RefusedException.tooLarge("body", maxBytes);
            }
            if (announcedLength < 0) {
                body.reserve(length);
            }
        } catch (RefusedException refusal) {
            piece.release();
            throw refusal;
        }
        if (before == null) {
            collected = piece;
        } else {
            collected = joined(before, piece, (int) total);
        }
        if (announcedLength != total) {
            body.pull();
        }
    }

    private ByteBuf joined(ByteBuf before, ByteBuf piece, int total) {
        ByteBuf target = before;
        if (before.maxFastWritableBytes() < piece.readableBytes() || before.isReadOnly() || before.refCnt() > 1) {
            int capacity = announcedLength > 0 ? (int) announcedLength : Math.max(total, 2 * before.readableBytes());
            target = exchange.allocator().buffer(capacity).writeBytes(before);
            before.release();
        }
        target.writeBytes(piece);
        piece.release();
        return target;
    }

    @Override
    public void onEnd() {
        ByteBuf whole = collected == null ? Unpooled.EMPTY_BUFFER : collected;
        collected = null;
        try {
            action.accept(whole);
        } finally {
            whole.release();
        }
    }

    @Override
    public void onFailure() {
        if (collected != null) {
            collected.release();
            collected = null;
        }
    }
}
