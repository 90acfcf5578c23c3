package io.vireo.channel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The connecting end of a channel, wherever the listener is: on this node, over shared memory, or on another one, over TCP.
 *
 * <p>Threads: one at a time, and the same as that of the waiter.
 */
public interface ClientEnd extends AutoCloseable {
    /** How many reactors the listener has; a client opens one channel to each that it needs. */
    int reactorCount();

    /** How many partitions the listener has; see {@link Placement}. */
    int partitionCount();

    /** Longest message that {@link #offer} takes, in bytes. */
    int maxMessageLength();

    /** The arena for bodies. */
    MemorySegment arena();

    /** Gives out room in {@link #arena()}. */
    BodyArena bodies();

    /**
     * The next message that is offered is about these bytes of the arena, too. They must not change until it is answered. What was attached to a message that is not taken is
     * forgotten.
     */
    void attach(long place, long length);

    /** Sends a copy of a message: 0, or {@link Channel#BACK_PRESSURED}, or {@link Channel#CLOSED}. */
    int offer(int kind, MemorySegment source, long offset, int length);

    /** Hands messages of the listener to a handler: how many, or {@link Channel#CLOSED}. */
    int poll(MessageHandler handler, int limit);

    /** Has this waiter wait for messages of the listener. */
    void joinTo(ChannelWaiter waiter) throws IOException;

    /** Whether this end is closed: by us, or because the listener is gone. */
    boolean isClosed();

    /** Why this end is closed, in lower case; empty while it is open. */
    String closeReason();

    /** Closes this end; the listener notices. A second call does nothing. */
    void close(String reason);

    @Override
    void close();
}
