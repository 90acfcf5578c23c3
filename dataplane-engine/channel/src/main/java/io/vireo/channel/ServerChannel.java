package io.vireo.channel;

/**
 * The listener's end of a channel. It does not trust its peer: messages are copied out of the ring before a handler sees them.
 *
 * @param <P> what the {@link Authenticator} said of the peer
 */
public final class ServerChannel<P> extends Channel {
    private final P peer;
    private final int reactor;
    private final Runnable onClose;

    ServerChannel(SharedMemory shared, ChannelConfig config, int socket, P peer, int reactor, Runnable onClose) {
        super(shared, config.layout(), socket, Side.LISTENER, config.arenaOwner());
        this.peer = peer;
        this.reactor = reactor;
        this.onClose = onClose;
    }

    @Override
    void closed() {
        onClose.run();
    }

    /** Who is on the other side. */
    public P peer() {
        return peer;
    }

    /** The reactor that the client asked for, from 0. */
    public int reactor() {
        return reactor;
    }
}
