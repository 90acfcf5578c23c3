package io.vireo.channel.remote;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from a peer over TCP, encrypted or not. Nothing blocks. Threads: one. */
sealed interface Wire extends AutoCloseable permits PlainWire, TlsWire {
    /** Of the socket. */
    int descriptor();

    /**
     * Takes bytes of the peer.
     *
     * @param target direct; from its position on, at least 16 KiB
     * @return how many; 0: none now; -1: the peer is gone
     * @throws IOException if what came is not what a peer sends
     */
    int receive(ByteBuffer target) throws IOException;

    /**
     * Takes bytes for the peer; some of them may wait for {@link #flush}.
     *
     * @param source direct; from its position on
     * @return how many; 0: none now; -1: the peer is gone
     */
    int send(ByteBuffer source) throws IOException;

    /** Sends what was taken and waits: whether nothing waits any more. */
    boolean flush() throws IOException;

    /** Whether both ends know each other: before that nothing is taken or given out. */
    boolean isEstablished();

    @Override
    void close();
}
