package io.vireo.channel;

/**
 * A descriptor that a {@link ChannelWaiter} waits for beside its channels: a socket to a peer that shares no memory. Threads: the one of the waiter.
 */
public interface Watched {
    /** To be waited for; it stays the same, and open, until it is not watched any more. */
    int descriptor();

    /** Whether there is something to do that the descriptor does not tell of: bytes that were read already, and not used. */
    boolean hasWork();

    /** The descriptor can be read, or has ended; or it can be written, when that was asked for. */
    void ready();
}
