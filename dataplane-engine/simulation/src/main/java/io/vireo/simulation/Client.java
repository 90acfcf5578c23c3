package io.vireo.simulation;

import io.vireo.channel.Grant;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.Status;
import io.vireo.simulation.client.SimulatedConnection;
import io.vireo.simulation.model.Answer;
import io.vireo.simulation.model.Blob;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.Violation;
import io.vireo.simulation.world.World;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's process: a channel to each reactor, requests under way, and rooms in the arenas for them. A room is spoilt before it is used and as soon as its reply is there, so
 * that an engine which reads or writes it at any other time is found out. Threads: one.
 */
final class Client {
    /** A request is answered within this, or the engine hangs: less than the longest sleep of a reactor. */
    private static final long ANSWER_NS = 4_000_000_000L;

    private static final int ROOMS = 6;
    private static final int REQUEST_KIND = 0;
    private static final int LONG_REQUEST_KIND = 1;
    private static final int REPLY_IN_ARENA_KIND = 1;
    private static final int ROOM_LENGTH = 2 * RequestEncoder.BODY_ROOM;
    private static final int LONG_REQUEST_OFFSET = 64 << 10;
    private static final byte SPOILT = 0x5A;

    private static final String TENANT = "00000000-0000-0000-0000-000000000001";

    /** A request under way. */
    private record Call(String what, int room, Consumer<Answer> onAnswer) {}

    /** A channel to a reactor. */
    private static final class Link {
        final SimulatedConnection connection;
        final Map<Long, Call> calls = new HashMap<>();
        final ArrayDeque<Integer> freeRooms = new ArrayDeque<>();
        boolean isTaking;

        Link(SimulatedConnection connection) {
            this.connection = connection;
            for (int room = 0; room < ROOMS; room++) {
                freeRooms.add(room);
            }
        }
    }

    private final String name;
    private final World world;
    private final Node node;
    private final Plan plan;
    private final boolean isRelaxed;
    private final Grant grant;
    private final Dice dice;
    private final List<Link> links = new ArrayList<>();
    private int life;

    /** @param isRelaxed whether its writes are acknowledged by the interval */
    Client(String name, World world, Node node, Plan plan, boolean isRelaxed, Dice dice) {
        this.name = name;
        this.world = world;
        this.node = node;
        this.plan = plan;
        this.isRelaxed = isRelaxed;
        Grant.Durability durability = isRelaxed ? Grant.Durability.INTERVAL : Grant.Durability.FSYNC;
        this.grant = new Grant(
                TENANT,
                List.of(
                        new Grant.Scope(Keyspace.CONTAINER, "", Set.of(Grant.Action.values()), durability),
                        FeedReaders.SETTINGS_SCOPE),
                0);
        this.dice = dice;
    }

    /** Opens a channel to each reactor. */
    void connect() {
        life++;
        links.clear();
        for (int reactor = 0; reactor < plan.reactors(); reactor++) {
            int index = reactor;
            int ofLife = life;
            links.add(new Link(node.connect(
                    reactor, grant, plan.ringCapacity(), ROOMS * ROOM_LENGTH, () -> onReply(ofLife, index))));
        }
    }

    /** The engine is gone: nothing will be answered any more. */
    void forget() {
        life++;
        links.clear();
    }

    /** The process dies: the engine is told by the kernel. */
    void die() {
        List<Link> dying = List.copyOf(links);
        forget();
        dying.forEach(link -> link.connection.die());
    }

    /** Whether its writes are acknowledged by the interval. */
    boolean isRelaxed() {
        return isRelaxed;
    }

    boolean isConnected() {
        return !links.isEmpty();
    }

    /** Number of this process: another after each death. */
    int life() {
        return life;
    }

    /** Ids of what is under way. */
    List<Long> underWay() {
        return links.stream()
                .flatMap(link -> link.calls.keySet().stream())
                .sorted()
                .toList();
    }

    int underWayCount() {
        return links.stream().mapToInt(link -> link.calls.size()).sum();
    }

    boolean hasRoom(int reactor) {
        return isConnected() && !links.get(reactor).freeRooms.isEmpty();
    }

    /** Makes a message for a room of the arena. */
    interface Encoding {
        byte[] encode(long bodyOffset, long replyOffset);
    }

    /**
     * Sends a request, if there is room in the ring.
     *
     * @param body that goes into the arena, or null
     * @param bodyLength of the bytes that the reply brings beside it, at most
     * @param onSent runs before anything can happen to it
     */
    boolean send(
            int reactor,
            long id,
            String what,
            @Nullable Blob body,
            Encoding encoding,
            Runnable onSent,
            Consumer<Answer> onAnswer) {
        Link link = links.get(reactor);
        SimulatedConnection connection = link.connection;
        if (connection.isClosed()) {
            throw new Violation(
                    "engine closed the channel of a client that did nothing wrong: " + connection.closeReason());
        }
        int room = link.freeRooms.getFirst();
        long bodyOffset = (long) room * ROOM_LENGTH;
        long replyOffset = bodyOffset + RequestEncoder.BODY_ROOM;
        byte[] message = encoding.encode(bodyOffset, replyOffset);
        MemorySegment arena = connection.arena();
        if (body != null) {
            MemorySegment.copy(body.bytes(), 0, arena, ValueLayout.JAVA_BYTE, bodyOffset, body.length());
        }
        boolean isLong = message.length > connection.maxMessageLength();
        byte[] inRing = message;
        if (isLong) {
            // Behind the body of the request, whose length the workload bounds.
            long place = bodyOffset + LONG_REQUEST_OFFSET;
            MemorySegment.copy(message, 0, arena, ValueLayout.JAVA_BYTE, place, message.length);
            inRing = place(place, message.length);
        }
        if (!connection.send(isLong ? LONG_REQUEST_KIND : REQUEST_KIND, inRing)) {
            return false;
        }
        link.freeRooms.removeFirst();
        onSent.run();
        node.note(name + " asks " + id + ": " + what);
        link.calls.put(id, new Call(what, room, onAnswer));
        int ofLife = life;
        world.after(ANSWER_NS, () -> {
            if (life == ofLife && link.calls.containsKey(id)) {
                throw new Violation("no answer: operation=" + id + " " + what + " reactor=" + reactor);
            }
        });
        return true;
    }

    private static byte[] place(long offset, long length) {
        byte[] bytes = new byte[2 * Long.BYTES];
        java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(offset)
                .putLong(length);
        return bytes;
    }

    private void onReply(int ofLife, int reactor) {
        if (life == ofLife && !links.get(reactor).isTaking) {
            Link link = links.get(reactor);
            link.isTaking = true;
            world.after(dice.around(plan.takeNs()), () -> {
                if (life == ofLife) {
                    link.isTaking = false;
                    takeAll(link, ofLife);
                }
            });
        }
    }

    private void takeAll(Link link, int ofLife) {
        while (life == ofLife) {
            SimulatedConnection.Message message = link.connection.take();
            if (message == null) {
                break;
            }
            take(link, message);
        }
        if (life == ofLife && link.connection.isClosed()) {
            throw new Violation(
                    "engine closed the channel of a client that did nothing wrong: " + link.connection.closeReason());
        }
    }

    private void take(Link link, SimulatedConnection.Message message) {
        ReplyReader reply = read(message.bytes());
        Call call = link.calls.remove(reply.correlationId());
        if (call == null) {
            throw new Violation(
                    "answer to nothing that is under way: id=" + reply.correlationId() + " status=" + reply.status());
        }
        MemorySegment arena = link.connection.arena();
        long replyOffset = (long) call.room() * ROOM_LENGTH + RequestEncoder.BODY_ROOM;
        byte[] body = arena.asSlice(replyOffset, reply.bodyLength()).toArray(ValueLayout.JAVA_BYTE);
        if (message.kind() == REPLY_IN_ARENA_KIND) {
            reply = read(body);
            body = new byte[0];
        }
        Answer answer = Answer.of(reply, body);
        arena.asSlice((long) call.room() * ROOM_LENGTH, ROOM_LENGTH).fill(SPOILT);
        link.freeRooms.addLast(call.room());
        node.note(name + " gets " + reply.correlationId() + ": " + answer);
        call.onAnswer().accept(answer);
    }

    private static ReplyReader read(byte[] bytes) {
        return new ReplyReader().wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Whether a status says that the engine could not, whatever the data are. */
    static boolean isAboutEngine(Status status) {
        return switch (status) {
            case READ_ONLY, BUSY, CORRUPT, TOO_LARGE, INTERNAL -> true;
            case OK,
                    NOT_FOUND,
                    CONDITION_FAILED,
                    EXISTS,
                    INVALID,
                    FORBIDDEN,
                    VERSION_CHANGED,
                    WRONG_KIND,
                    NOT_EMPTY,
                    SPANS_PARTITIONS,
                    TRIMMED,
                    BUILDING,
                    TOKEN_REUSED,
                    UNRECOGNIZED -> false;
        };
    }
}
