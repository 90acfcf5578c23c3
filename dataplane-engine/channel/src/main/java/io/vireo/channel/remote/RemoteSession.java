package io.vireo.channel.remote;

import static io.vireo.channel.remote.PacketDescriptor.LONG;

import io.vireo.channel.Channel;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientChannel;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client on another node, and its channel to the engine. What it takes of memory is bounded, whatever the client does: messages go from the wire into the ring
 * at once, for which its credit says that there is room, bodies into the arena; replies are taken from the ring only when the wire has taken the last one. A client who does not
 * take its replies is thus the engine's to deal with, as one on the node. Threads: that of the server.
 */
final class RemoteSession {
    /** Packets that are taken before others get their turn. */
    private static final int PACKET_LIMIT = 64;

    private static final int REPLY_LIMIT = 64;
    private static final int MAX_UNDER_WAY = 1 << 16;
    private static final int LONG_REQUEST = 1;

    private final RemoteServer server;
    private final PacketStream stream;
    private final long greetingDeadlineNs;
    private final MessageHandler onReply = this::onReply;
    private final RequestReader request = new RequestReader();
    private final ReplyReader reply = new ReplyReader();
    private final Map<Long, Room> rooms = new HashMap<>(); // by correlation id, of requests under way
    private State state = State.GREETING;
    private @Nullable ClientChannel channel;
    private @Nullable Outgoing outgoing;
    private Credits credits = new Credits(0, 0);
    private long takenCost;
    private long inPacketSinceNs;

    private enum State {
        GREETING,
        OPENING,
        OPEN,
        CLOSING,
        CLOSED
    }

    /** Where in the arena a reply may leave bytes. */
    private record Room(long place, long length) {}

    /** @param greetingDeadlineNs until which the client must have said who it is */
    RemoteSession(RemoteServer server, Wire wire, long greetingDeadlineNs) {
        this.server = server;
        this.stream = new PacketStream(wire);
        this.greetingDeadlineNs = greetingDeadlineNs;
    }

    void joinTo(ChannelWaiter waiter) throws IOException {
        stream.joinTo(waiter);
    }

    boolean isGreeting() {
        return state == State.GREETING;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether something is to be done by the clock. */
    boolean hasDeadline() {
        return state == State.GREETING || state == State.CLOSING || inPacketSinceNs != 0;
    }

    /** Whether the client may be waiting for the engine to take messages, which nobody tells us of. */
    boolean isAwaited() {
        return state == State.OPEN && credits.isAwaited(takenCost);
    }

    /** Does what there is to do; how much that was. */
    int work(long now) {
        try {
            return switch (state) {
                case GREETING -> greet(now);
                case OPEN -> carry(now);
                case CLOSING -> bidFarewell(now);
                case OPENING, CLOSED -> 0;
            };
        } catch (MalformedMessageException e) {
            server.countRefusal();
            close("peer sent what cannot be: " + e.getMessage());
        } catch (IOException e) {
            server.countRefusal();
            close("connection broke: " + e.getMessage());
        } catch (RuntimeException e) {
            server.countRefusal(); // one client's bad luck must not end the server
            close("connection failed: " + e);
        }
        return 1;
    }

    // ---- before it is open

    private int greet(long now) throws IOException {
        if (now - greetingDeadlineNs >= 0) {
            server.countRefusal();
            close("peer did not say who it is");
            return 1;
        }
        if (!stream.mayHaveNext()) {
            return 0;
        }
        boolean isHere = stream.next();
        stream.flush();
        if (isHere) {
            Hello hello = Hello.of(stream.packet());
            if (hello.version() != PacketDescriptor.VERSION) {
                refused(
                        Hello.Answer.REFUSED,
                        "other version: ours=%d theirs=%d".formatted(PacketDescriptor.VERSION, hello.version()));
            } else {
                state = State.OPENING;
                stream.leave();
                server.open(this, hello);
            }
        } else if (stream.isEnded()) {
            server.countRefusal();
            close("peer is gone");
        }
        return isHere ? 1 : 0;
    }

    /** The engine has let the client in. */
    void opened(ClientChannel opened) {
        if (state != State.OPENING) {
            opened.close();
            return;
        }
        if (opened.maxMessageLength() > PacketDescriptor.MAX_PAYLOAD_LENGTH) {
            opened.close();
            refused(Hello.Answer.REFUSED, "messages of this engine are too long: max=" + opened.maxMessageLength());
            return;
        }
        try {
            server.waiter().add(opened);
            joinTo(server.waiter());
        } catch (IOException noDescriptors) {
            opened.close();
            refused(Hello.Answer.LATER, String.valueOf(noDescriptors.getMessage()));
            return;
        }
        // A ring holds four of the longest; half of it leaves room for what is lost where it ends.
        int window = Math.toIntExact(2 * PacketDescriptor.cost(opened.maxMessageLength()));
        Hello.Answer answer = new Hello.Answer(
                Hello.Answer.WELCOME,
                opened.reactorCount(),
                opened.partitionCount(),
                opened.maxMessageLength(),
                window,
                2 * PacketDescriptor.MAX_PACKET_LENGTH,
                opened.arena().byteSize(),
                "");
        channel = opened;
        outgoing = new Outgoing(opened.arena());
        credits = new Credits(answer.replyWindow(), answer.window());
        state = State.OPEN;
        say(answer);
    }

    /** The engine does not let the client in. */
    void refused(int status, String why) {
        if (state == State.GREETING || state == State.OPENING) {
            server.countRefusal();
            state = State.CLOSING;
            say(Hello.Answer.refusal(status, why));
        }
    }

    private void say(Hello.Answer answer) {
        MemorySegment bytes = answer.bytes();
        stream.write(PacketDescriptor.ANSWER, 0, 0, 0, bytes, 0, (int) bytes.byteSize());
    }

    /** Sends the last packet, and waits for the client to hang up: a socket that is closed with unread bytes loses what it has sent. */
    private int bidFarewell(long now) throws IOException {
        stream.flush();
        stream.next();
        if (stream.isEnded() || now - greetingDeadlineNs >= 0) {
            close("refused");
            return 1;
        }
        return 0;
    }

    // ---- while it is open

    private int carry(long now) throws IOException {
        ClientChannel engine = channel;
        Outgoing replies = outgoing;
        if (engine == null || replies == null) {
            throw new IllegalStateException("open without a channel");
        }
        int work = stream.mayHaveNext() ? takePackets(engine, now) : 0;
        if (inPacketSinceNs != 0 && now - inPacketSinceNs > server.packetTimeoutNs()) {
            throw new IOException("peer does not finish a packet");
        }
        work += giveReplies(engine, replies);
        if (engine.isClosed()) {
            close("engine closed the channel: " + engine.closeReason());
            return work + 1;
        }
        credits.takeUpTo(takenCost - (engine.offeredPosition() - engine.consumedPosition()));
        if (credits.isTellingDue() && stream.hasRoom(0)) {
            stream.write(PacketDescriptor.CREDIT, 0, 0, credits.tell(), MemorySegment.NULL, 0, 0);
        }
        if (stream.hasUnsent()) {
            stream.flush();
        }
        if (stream.isEnded() && !stream.mayHaveNext()) {
            close("peer is gone");
            work++;
        }
        return work;
    }

    private int takePackets(ClientChannel engine, long now) throws IOException {
        int count = 0;
        while (count < PACKET_LIMIT && !engine.isClosed() && stream.next()) {
            take(stream.packet(), engine);
            count++;
        }
        if (!stream.isInPacket()) {
            inPacketSinceNs = 0;
        } else if (count > 0 || inPacketSinceNs == 0) {
            inPacketSinceNs = now | 1; // never 0
        }
        return count;
    }

    private void take(PacketReader packet, ClientChannel engine) {
        credits.credited(packet.credit());
        int length = packet.payloadLength();
        switch (packet.type()) {
            case PacketDescriptor.MESSAGE -> {
                if (length > engine.maxMessageLength()) {
                    throw new MalformedMessageException("message is too long: length=" + length);
                }
                noteRoom(packet, engine.arena());
                int outcome = engine.offer(packet.kind(), packet.bytes(), packet.payloadOffset(), length);
                if (outcome == Channel.BACK_PRESSURED) {
                    throw new MalformedMessageException("peer sent more than its credit");
                }
                takenCost += PacketDescriptor.cost(length);
            }
            case PacketDescriptor.ARENA -> {
                long place = packet.place();
                if (place < 0 || place > engine.arena().byteSize() - length) {
                    throw new MalformedMessageException("bytes are not of the arena: place=" + place);
                }
                MemorySegment.copy(packet.bytes(), packet.payloadOffset(), engine.arena(), place, length);
            }
            case PacketDescriptor.CREDIT -> {
                // that was all
            }
            default -> throw new MalformedMessageException("packet of an unknown type: type=" + packet.type());
        }
    }

    /** Remembers where the reply to a request may leave bytes, which go back with it. */
    private void noteRoom(PacketReader packet, MemorySegment arena) {
        MemorySegment bytes = packet.bytes();
        long offset = packet.payloadOffset();
        long length = packet.payloadLength();
        if (packet.kind() == LONG_REQUEST) {
            if (length != 2 * Long.BYTES) {
                throw new MalformedMessageException("place of a long request is malformed: length=" + length);
            }
            long place = bytes.get(LONG, offset);
            length = bytes.get(LONG, offset + Long.BYTES);
            if (length < 0 || place < 0 || place > arena.byteSize() - length) {
                throw new MalformedMessageException("long request is out of bounds: offset=" + place);
            }
            bytes = arena;
            offset = place;
        }
        request.wrap(bytes, offset, length);
        long capacity = request.replyCapacity();
        if (capacity > 0) {
            rooms.put(request.correlationId(), new Room(request.replyOffset(), capacity));
            if (rooms.size() > MAX_UNDER_WAY) {
                throw new MalformedMessageException("too many requests are under way: limit=" + MAX_UNDER_WAY);
            }
        }
    }

    private int giveReplies(ClientChannel engine, Outgoing replies) {
        int count = 0;
        while (count < REPLY_LIMIT && !engine.isClosed()) {
            count += replies.writeTo(stream, credits);
            boolean mayTake = replies.isEmpty()
                    && credits.allow(PacketDescriptor.MAX_PAYLOAD_LENGTH)
                    && stream.hasRoom(PacketDescriptor.MAX_PAYLOAD_LENGTH);
            if (!mayTake || engine.poll(onReply, 1) <= 0) {
                break;
            }
            count++;
        }
        return count;
    }

    private void onReply(int kind, MemorySegment buffer, long offset, int length) {
        ClientChannel engine = channel;
        Outgoing replies = outgoing;
        if (engine == null || replies == null) {
            throw new IllegalStateException("a reply without a channel");
        }
        reply.wrap(buffer, offset, length);
        Room room = rooms.remove(reply.correlationId());
        long bodyLength = room == null ? 0 : Math.min(reply.bodyLength(), room.length());
        credits.send(length);
        if (room != null && bodyLength > 0) {
            if (room.place() < 0 || room.place() > engine.arena().byteSize() - bodyLength) {
                throw new MalformedMessageException("reply is not in the arena: place=" + room.place());
            }
            replies.addRange(room.place(), bodyLength);
            replies.addMessage(kind, buffer, offset, length);
        } else {
            stream.write(PacketDescriptor.MESSAGE, kind, 0, credits.tell(), buffer, offset, length);
        }
    }

    /** Ends the connection, and the channel with it. A second call does nothing. */
    void close(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        stream.close();
        rooms.clear();
        ClientChannel engine = channel;
        if (engine != null) {
            engine.close(reason);
        }
    }
}
