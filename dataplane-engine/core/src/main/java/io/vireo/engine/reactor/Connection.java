package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.channel.MessageHandler;
import java.lang.foreign.MemorySegment;

/**
 * A client, as a reactor sees it: the listener's end of a channel. An interface, so that a simulation can be the client. Threads: the reactor alone; allocates
 * nothing.
 */
public interface Connection {
    /** What the client may do. */
    Grant grant();

    /** Hands messages of the client to a handler; how many, or {@link io.vireo.channel.Channel#CLOSED}. */
    int poll(MessageHandler handler, int limit);

    /** Sends a copy of a message; 0, or {@link io.vireo.channel.Channel#BACK_PRESSURED}, or {@link io.vireo.channel.Channel#CLOSED}. */
    int offer(int kind, MemorySegment source, long offset, int length);

    /** Longest message that {@link #offer} takes, in bytes. */
    int maxMessageLength();

    /** Where bodies lie. The client may change it at any moment. */
    MemorySegment arena();

    /** Has messages of this client end the reactor's sleep; false when that cannot be, and the connection is closed therefore. */
    boolean watch();

    /** Has the reactor sleep whatever this client sends. */
    void unwatch();

    /** Whether this end is closed, by either side. */
    boolean isClosed();

    /** Closes this end; the client notices. A second call does nothing. */
    void close(String reason);
}
