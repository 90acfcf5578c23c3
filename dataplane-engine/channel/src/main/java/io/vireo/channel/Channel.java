package io.vireo.channel;

import static io.vireo.channel.ChannelDescriptor.LONG;

import io.vireo.channel.capnp.MalformedMessageException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One end of a channel: a ring to the peer, a ring from it, and an arena for bodies, in memory that both processes map.
 *
 * <p>A full ring is an answer, not an error: {@link #offer} says {@link #BACK_PRESSURED} and the caller keeps its message. The
 * death of the peer is noticed by the {@link ChannelWaiter} that this end was added to; {@link #poll} hands out what it had
 * sent, then closes. Threads: one at a time, and the same as that of the waiter; {@link #close} too. Offering and polling
 * allocate nothing.
 */
public abstract sealed class Channel implements AutoCloseable permits ServerChannel, ClientChannel {
    /** The ring is full; offer again after the peer has polled. */
    public static final int BACK_PRESSURED = -1;

    /** The channel is closed; see {@link #closeReason()}. */
    public static final int CLOSED = -2;

    private final SharedMemory shared;
    private final MemorySegment memory;
    private final MemorySegment arena;
    private final @Nullable BodyArena bodies;
    private final RingProducer producer;
    private final RingConsumer consumer;
    private final @Nullable MemorySegment privateCopy;
    private final int maxMessageLength;
    private final long ownSleepingOffset;
    private final long peerSleepingOffset;
    private final Doorbell doorbell;

    private @Nullable ChannelWaiter waiter;
    private boolean isPeerGone;
    private @Nullable String closeReason;
    private long consumedAtClose;

    Channel(SharedMemory shared, ChannelDescriptor layout, int socket, Side side, Side arenaOwner) {
        boolean isListener = side == Side.LISTENER;
        this.shared = shared;
        this.memory = shared.bytes();
        this.arena = memory.asSlice(layout.arenaOffset(), layout.arenaLength());
        this.bodies = side == arenaOwner ? new BodyArena(layout.arenaLength()) : null;
        int outCapacity = isListener ? layout.toConnectorCapacity() : layout.toListenerCapacity();
        int inCapacity = isListener ? layout.toListenerCapacity() : layout.toConnectorCapacity();
        this.producer = new RingProducer(
                memory,
                isListener ? layout.toConnectorOffset() : layout.toListenerOffset(),
                outCapacity,
                isListener ? ChannelDescriptor.TO_CONNECTOR_HEAD_OFFSET : ChannelDescriptor.TO_LISTENER_HEAD_OFFSET);
        this.consumer = new RingConsumer(
                memory,
                isListener ? layout.toListenerOffset() : layout.toConnectorOffset(),
                inCapacity,
                isListener ? ChannelDescriptor.TO_LISTENER_HEAD_OFFSET : ChannelDescriptor.TO_CONNECTOR_HEAD_OFFSET);
        this.privateCopy = isListener ? shared.allocatePrivate(RingProducer.maxPayloadLength(inCapacity)) : null;
        this.maxMessageLength = RingProducer.maxPayloadLength(outCapacity);
        this.ownSleepingOffset =
                isListener ? ChannelDescriptor.LISTENER_SLEEPING_OFFSET : ChannelDescriptor.CONNECTOR_SLEEPING_OFFSET;
        this.peerSleepingOffset =
                isListener ? ChannelDescriptor.CONNECTOR_SLEEPING_OFFSET : ChannelDescriptor.LISTENER_SLEEPING_OFFSET;
        this.doorbell = new Doorbell(socket, shared);
    }

    /** The two sides of the Unix socket that a channel is set up over. */
    public enum Side {
        /** Listens on the socket, makes the memory, does not trust its peer. */
        LISTENER,
        /** Connects to the socket, trusts the listener. */
        CONNECTOR
    }

    /** Longest message that {@link #offer} takes, in bytes: a little under a quarter of the ring. */
    public final int maxMessageLength() {
        return maxMessageLength;
    }

    /** The arena for bodies; the peer may change it at any moment, so copy what must not change. */
    public final MemorySegment arena() {
        return arena;
    }

    /**
     * Gives out room in {@link #arena()}.
     *
     * @throws IllegalStateException if the peer manages the arena
     */
    public final BodyArena bodies() {
        BodyArena owned = bodies;
        if (owned == null) {
            throw new IllegalStateException("the peer manages the arena");
        }
        return owned;
    }

    /**
     * Sends a copy of a message.
     *
     * @param kind any number; the peer's handler gets it
     * @param length of the message in bytes, 0 to {@link #maxMessageLength()}
     * @return 0, or {@link #BACK_PRESSURED}, or {@link #CLOSED}
     */
    public final int offer(int kind, MemorySegment source, long offset, int length) {
        long claimed = tryClaim(length);
        if (claimed < 0) {
            return (int) claimed;
        }
        MemorySegment.copy(source, offset, memory, claimed, length);
        commit(kind, length);
        return 0;
    }

    /**
     * Reserves room in the ring, to write a message in place. {@link #commit} or {@link #abort} must follow.
     *
     * @param length of the message at most, in bytes, 0 to {@link #maxMessageLength()}
     * @return offset of the room in {@link #claimBuffer()}, or {@link #BACK_PRESSURED}, or {@link #CLOSED}
     */
    public final long tryClaim(int length) {
        if (closeReason != null) {
            return CLOSED;
        }
        long claimed = producer.tryClaim(length);
        if (claimed == RingProducer.VIOLATED) {
            close("peer wrote an impossible head");
            return CLOSED;
        }
        return claimed;
    }

    /** The memory in which {@link #tryClaim} reserves room; the peer sees it, so read nothing back from it. */
    public final MemorySegment claimBuffer() {
        return memory;
    }

    /**
     * Sends the message that was written to the room claimed, and wakes the peer if it sleeps.
     *
     * @param length of the message in bytes, at most what was claimed
     */
    public final void commit(int kind, int length) {
        producer.commit(kind, length);
        VarHandle.fullFence(); // the record before the peer's word; pairs with the fence in ChannelWaiter.sleep
        if ((long) LONG.getOpaque(memory, peerSleepingOffset) != 0) {
            LONG.setOpaque(
                    memory, peerSleepingOffset, 0L); // before the ring, so that a peer that sleeps again is rung again
            doorbell.ring();
        }
    }

    /** Gives the room claimed back; nothing is sent. */
    public final void abort() {
        producer.abort();
    }

    /** Bytes of the ring to the peer that were taken up by messages so far; the last message offered ends there. */
    public final long offeredPosition() {
        return producer.tail();
    }

    /**
     * How far the peer has taken messages out of the ring, on the scale of {@link #offeredPosition}; when this end is closed, how
     * far it had then. A hostile peer can claim any position up to what was offered.
     */
    public final long consumedPosition() {
        return closeReason == null ? producer.consumedPosition() : consumedAtClose;
    }

    /**
     * Hands messages from the peer to a handler.
     *
     * @param limit of messages to hand over
     * @return how many were handed over, or {@link #CLOSED}
     */
    public final int poll(MessageHandler handler, int limit) {
        if (closeReason != null) {
            return CLOSED;
        }
        int count = 0;
        try {
            while (count < limit) {
                int length = consumer.next();
                if (length < 0) {
                    if (length == RingConsumer.VIOLATED) {
                        close("peer wrote an impossible length");
                    } else if (isPeerGone) {
                        close("peer is gone");
                    }
                    break;
                }
                count++;
                deliver(handler, length);
                if (closeReason != null) {
                    break;
                }
            }
        } catch (MalformedMessageException e) {
            close("peer sent a malformed message: " + e.getMessage());
        } finally {
            if (closeReason == null) {
                consumer.release();
            }
        }
        return count == 0 && closeReason != null ? CLOSED : count;
    }

    private void deliver(MessageHandler handler, int length) {
        MemorySegment copy = privateCopy;
        if (copy == null) {
            handler.onMessage(consumer.kind(), memory, consumer.payloadOffset(), length);
        } else {
            // The peer could change the message between the check and the use of a field.
            MemorySegment.copy(memory, consumer.payloadOffset(), copy, 0, length);
            handler.onMessage(consumer.kind(), copy, 0, length);
        }
    }

    /** Whether {@link #poll} would hand over a message, or has a close to report. */
    public final boolean hasMessage() {
        return closeReason == null && (isPeerGone || consumer.hasNext());
    }

    /** Whether this end is closed: by us, or because the peer is gone or broke the rules. */
    public final boolean isClosed() {
        return closeReason != null;
    }

    /** Why this end is closed, in lower case; empty while it is open. */
    public final String closeReason() {
        String reason = closeReason;
        return reason == null ? "" : reason;
    }

    /** Closes this end; the peer notices. A second call does nothing. */
    @Override
    public final void close() {
        close("closed");
    }

    /**
     * Closes this end and frees its memory and descriptors; the peer notices. A second call does nothing.
     *
     * @param reason for {@link #closeReason()}
     */
    public final void close(String reason) {
        if (closeReason != null) {
            return;
        }
        consumedAtClose = producer.consumedPosition();
        closeReason = reason;
        ChannelWaiter current = waiter;
        if (current != null) {
            current.remove(this);
        }
        doorbell.close();
        shared.close();
        closed();
    }

    /** Called once, after the end was closed. */
    abstract void closed();

    final Doorbell doorbell() {
        return doorbell;
    }

    final void joined(@Nullable ChannelWaiter newWaiter) {
        waiter = newWaiter;
    }

    final boolean isIn(ChannelWaiter candidate) {
        return waiter == candidate;
    }

    /** Tells the peer whether to ring. Plain: the waiter puts a fence behind the words of all its channels. */
    final void setSleeping(boolean isSleeping) {
        LONG.setOpaque(memory, ownSleepingOffset, isSleeping ? 1L : 0L);
    }

    /** Takes the rings out of the socket, and notices its end. */
    final void drainDoorbell() {
        if (!doorbell.drain()) {
            isPeerGone = true;
        }
    }

    final boolean isPeerGone() {
        return isPeerGone;
    }
}
