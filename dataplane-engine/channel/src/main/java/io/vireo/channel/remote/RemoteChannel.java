package io.vireo.channel.remote;

import io.vireo.channel.BodyArena;
import io.vireo.channel.Channel;
import io.vireo.channel.ChannelException;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientEnd;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.capnp.MalformedMessageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connecting end of a channel whose listener is on another node. It has an arena of its own, whose bytes are sent when a message is about them, and come back with the reply.
 *
 * <p>Back pressure is the listener's: what it has not taken counts against a window, and a message that does not fit that is not taken here. What was offered is sent by the next
 * {@link #poll}. Threads: one, that of the waiter.
 */
public final class RemoteChannel implements ClientEnd {
    private static final Duration SET_UP_TIMEOUT = Duration.ofSeconds(5);
    private static final MemorySegment NOTHING = MemorySegment.NULL;

    private final Arena memory = Arena.ofShared();
    private final PacketStream stream;
    private final Hello.Answer answer;
    private final Credits credits;
    private final MemorySegment arena;
    private final BodyArena bodies;
    private final Outgoing outgoing;
    private long[] attached = new long[4]; // place and length of each range, in turn
    private int attachedCount;
    private @Nullable String closeReason;

    private RemoteChannel(PacketStream stream, Hello.Answer answer) {
        this.stream = stream;
        this.answer = answer;
        this.credits = new Credits(answer.window(), answer.replyWindow());
        this.arena = memory.allocate(answer.arenaLength(), 8);
        this.bodies = new BodyArena(answer.arenaLength());
        this.outgoing = new Outgoing(arena);
    }

    /**
     * Opens a channel. Blocks for at most some seconds.
     *
     * @param tls who we are, and whom we believe; null: nothing is encrypted, and the listener believes everybody who reaches it
     * @param token shows the listener what we may do
     * @param reactor that is to serve the channel, from 0 to {@link #reactorCount()} - 1
     * @throws ChannelException if the listener refuses; {@link ChannelException#isRefused} says whether to give up
     * @throws IOException if nobody listens, or the two do not believe each other
     */
    public static RemoteChannel connect(InetSocketAddress address, @Nullable TlsFiles tls, byte[] token, int reactor)
            throws IOException {
        TcpSocket socket = TcpSocket.connect(address, SET_UP_TIMEOUT);
        PacketStream stream;
        try {
            Wire wire = tls == null
                    ? new PlainWire(socket)
                    : new TlsWire(socket, tls.engine(true), Runnable::run, () -> {});
            stream = new PacketStream(wire);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        try (ChannelWaiter waiter = ChannelWaiter.open(0)) {
            stream.joinTo(waiter);
            MemorySegment hello = new Hello(PacketDescriptor.VERSION, reactor, token).bytes();
            stream.write(PacketDescriptor.HELLO, 0, 0, 0, hello, 0, (int) hello.byteSize());
            Hello.Answer answer = await(stream, waiter, address);
            stream.leave();
            if (answer.status() != Hello.Answer.WELCOME) {
                throw new ChannelException(
                        "listener refuses: " + answer.text(), answer.status() == Hello.Answer.REFUSED);
            }
            return new RemoteChannel(stream, answer);
        } catch (MalformedMessageException e) {
            stream.close();
            throw new ChannelException("listener cannot be understood: " + e.getMessage(), true);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static Hello.Answer await(PacketStream stream, ChannelWaiter waiter, InetSocketAddress address)
            throws IOException {
        long start = System.nanoTime();
        long leftNs = SET_UP_TIMEOUT.toNanos();
        while (leftNs > 0) {
            boolean isAnswered = stream.next();
            stream.flush();
            if (isAnswered) {
                return Hello.Answer.of(stream.packet());
            }
            if (stream.isEnded()) {
                throw new IOException("listener hangs up: address=" + address);
            }
            waiter.sleep(leftNs);
            leftNs = SET_UP_TIMEOUT.toNanos() - (System.nanoTime() - start);
        }
        throw new IOException("listener does not answer: address=" + address);
    }

    @Override
    public int reactorCount() {
        return answer.reactorCount();
    }

    @Override
    public int partitionCount() {
        return answer.partitionCount();
    }

    @Override
    public int maxMessageLength() {
        return answer.maxMessageLength();
    }

    @Override
    public MemorySegment arena() {
        return arena;
    }

    @Override
    public BodyArena bodies() {
        return bodies;
    }

    @Override
    public void attach(long place, long length) {
        if (attachedCount == attached.length) {
            attached = Arrays.copyOf(attached, attachedCount * 2);
        }
        attached[attachedCount++] = place;
        attached[attachedCount++] = length;
    }

    @Override
    public int offer(int kind, MemorySegment source, long offset, int length) {
        int ranges = attachedCount;
        attachedCount = 0;
        if (closeReason != null) {
            return Channel.CLOSED;
        }
        Objects.checkIndex(length, maxMessageLength() + 1);
        if (!credits.allow(length)) {
            return Channel.BACK_PRESSURED;
        }
        credits.send(length);
        if (ranges == 0 && outgoing.isEmpty() && stream.hasRoom(length)) {
            stream.write(PacketDescriptor.MESSAGE, kind, 0, credits.tell(), source, offset, length);
            return 0;
        }
        for (int i = 0; i < ranges; i += 2) {
            outgoing.addRange(attached[i], attached[i + 1]);
        }
        outgoing.addMessage(kind, source, offset, length);
        return 0;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        if (closeReason != null) {
            return Channel.CLOSED;
        }
        int count = 0;
        try {
            push();
            while (count < limit && closeReason == null && stream.next()) {
                count += take(handler) ? 1 : 0;
            }
            if (closeReason == null && count > 0) {
                push();
            }
            if (closeReason == null && count < limit && stream.isEnded()) {
                close("peer is gone");
            }
        } catch (MalformedMessageException e) {
            close("peer sent what cannot be: " + e.getMessage());
        } catch (IOException e) {
            close("connection broke: " + e.getMessage());
        }
        return count == 0 && closeReason != null ? Channel.CLOSED : count;
    }

    /** Whether the packet was a message. */
    private boolean take(MessageHandler handler) {
        PacketReader packet = stream.packet();
        credits.credited(packet.credit());
        int length = packet.payloadLength();
        switch (packet.type()) {
            case PacketDescriptor.MESSAGE -> {
                credits.take(length);
                handler.onMessage(packet.kind(), packet.bytes(), packet.payloadOffset(), length);
                return true;
            }
            case PacketDescriptor.ARENA -> {
                long place = packet.place();
                if (place < 0 || place > arena.byteSize() - length) {
                    throw new MalformedMessageException("bytes are not of the arena: place=" + place);
                }
                MemorySegment.copy(packet.bytes(), packet.payloadOffset(), arena, place, length);
                return false;
            }
            case PacketDescriptor.CREDIT -> {
                return false;
            }
            default -> throw new MalformedMessageException("packet of an unknown type: type=" + packet.type());
        }
    }

    private void push() throws IOException {
        do {
            outgoing.writeTo(stream, credits);
            stream.flush();
        } while (!outgoing.isEmpty() && !stream.hasUnsent());
        if (credits.isTellingDue() && stream.hasRoom(0)) {
            stream.write(PacketDescriptor.CREDIT, 0, 0, credits.tell(), NOTHING, 0, 0);
            stream.flush();
        }
    }

    @Override
    public void joinTo(ChannelWaiter waiter) throws IOException {
        stream.joinTo(waiter);
    }

    @Override
    public boolean isClosed() {
        return closeReason != null;
    }

    @Override
    public String closeReason() {
        String reason = closeReason;
        return reason == null ? "" : reason;
    }

    @Override
    public void close(String reason) {
        if (closeReason == null) {
            closeReason = reason;
            stream.close();
            memory.close();
        }
    }

    @Override
    public void close() {
        close("closed");
    }
}
