package io.vireo.gateway.http;

import io.netty.buffer.ByteBuf;

/** Takes the body of a request piece by piece. Runs on the event loop. */
public interface BodyReceiver {

    /**
     * A piece of the body. The next one comes after {@link Exchange#pull}.
     *
     * @param piece belongs to the receiver, which releases it; may be empty
     */
    void onPiece(ByteBuf piece);

    /** The body is complete. */
    void onEnd();

    /** The client went away or broke the rules; the exchange is over. */
    void onFailure();
}
