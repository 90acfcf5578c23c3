package io.vireo.channel;

import java.lang.foreign.MemorySegment;

/**
 * What wakes a sleeping peer, and what tells of its death: the Unix socket that the channel was set up over.
 *
 * <p>A ring is one byte, sent without ever blocking. Not an eventfd: its two ends share one file description, so that a hostile
 * peer could fill its counter, make it blocking, and stop the process that rings (docs/decisions/0002). A full socket means that
 * rings enough are waiting there. Threads: one. Allocates nothing.
 */
final class Doorbell {
    private static final int DRAIN_LENGTH = 256;
    /** Reads at one call, so that a peer that rings without end cannot keep us. */
    private static final int MAX_DRAINS = 4;

    private final int socket;
    private final MemorySegment scratch;
    private boolean isClosed;

    Doorbell(int socket, SharedMemory shared) {
        this.socket = socket;
        this.scratch = shared.allocatePrivate(DRAIN_LENGTH);
    }

    int descriptor() {
        return socket;
    }

    void ring() {
        // What fails here says that the peer has rings waiting, or is gone, which its hang-up tells.
        Linux.send(socket, scratch, 1, Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL);
    }

    /** @return false when the peer is gone */
    boolean drain() {
        for (int i = 0; i < MAX_DRAINS; i++) {
            long count = Linux.recv(socket, scratch, DRAIN_LENGTH, Linux.MSG_DONTWAIT);
            if (count == -SystemCalls.EAGAIN) {
                return true;
            }
            if (count <= 0 && count != -SystemCalls.EINTR) {
                return false;
            }
            if (count > 0 && count < DRAIN_LENGTH) {
                return true; // level-triggered: what came meanwhile, the end among it, is reported again
            }
        }
        return true;
    }

    void close() {
        if (!isClosed) {
            isClosed = true;
            SystemCalls.close(socket);
        }
    }
}
