package io.vireo.channel.remote;

import io.vireo.channel.capnp.MalformedMessageException;

/** What one end may still send, and what it has taken, in the cost of messages: {@link PacketDescriptor#cost}. Threads: one. */
final class Credits {
    private final long window;
    private final long ownWindow;
    private long sent;
    private long credited;
    private long taken;
    private long told;

    /**
     * Makes those of a connection.
     *
     * @param window of messages that this end sends
     * @param ownWindow of those that it takes
     */
    Credits(long window, long ownWindow) {
        this.window = window;
        this.ownWindow = ownWindow;
    }

    /** Whether a message may be sent now. */
    boolean allow(int length) {
        return sent - credited + PacketDescriptor.cost(length) <= window;
    }

    void send(int length) {
        sent += PacketDescriptor.cost(length);
    }

    /** What was sent so far. */
    long sent() {
        return sent;
    }

    /**
     * Takes the credit of a packet.
     *
     * @throws MalformedMessageException if it is for more than was sent, or takes credit back
     */
    void credited(long credit) {
        if (credit < credited || credit > sent) {
            throw new MalformedMessageException(
                    "credit is impossible: credit=%d before=%d sent=%d".formatted(credit, credited, sent));
        }
        credited = credit;
    }

    /** Notes that all messages up to this cost were taken; less than before counts for nothing. */
    void takeUpTo(long cost) {
        taken = Math.max(taken, cost);
    }

    /** Notes one that was taken. */
    void take(int length) {
        taken += PacketDescriptor.cost(length);
    }

    /** What was taken, for a packet that goes to the peer now. */
    long tell() {
        told = taken;
        return told;
    }

    /** Whether a peer who has sent so much may be waiting to hear what was taken. */
    boolean isAwaited(long sentByPeer) {
        return sentByPeer - told >= ownWindow / 4;
    }

    /** Whether so much was taken and not told that the peer should not wait for another packet to hear of it. */
    boolean isTellingDue() {
        return taken - told >= ownWindow / 4;
    }
}
