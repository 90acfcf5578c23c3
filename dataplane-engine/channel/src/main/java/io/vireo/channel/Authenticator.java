package io.vireo.channel;

/**
 * Decides who may open a channel.
 *
 * @param <P> what the listener wants to know of a peer: a {@link Grant}, the id of a worker
 */
@FunctionalInterface
public interface Authenticator<P> {
    /**
     * Tells who presents a token. Called by the thread of the {@link ChannelServer}; must not block.
     *
     * @param token as the client sent it, up to {@link ChannelServer#MAX_TOKEN_LENGTH} bytes
     * @throws RefusedException if the token gives no right to a channel
     */
    P authenticate(byte[] token) throws RefusedException;
}
