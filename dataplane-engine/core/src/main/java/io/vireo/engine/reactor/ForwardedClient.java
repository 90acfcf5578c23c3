package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Bodies;
import io.vireo.engine.partition.BodyStage;
import io.vireo.engine.partition.Client;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client as a reactor sees it that it has no channel to: what it may do, and copies of the bodies that its transaction brings, because its memory may be gone before they are
 * looked at. Threads: made by the reactor that has the channel, then read by others.
 */
final class ForwardedClient implements Client {
    /** Where bytes are in the client's own memory. */
    private record Range(long offset, long length) {}

    private final Session session;
    private final Map<Range, Long> offsets = new HashMap<>();
    private final MemorySegment bodies;

    private ForwardedClient(Session session, RequestReader request) {
        this.session = session;
        long length =
                request.which() == RequestWhich.BATCH ? place(request.batch().requests()) : 0;
        if (length > Limits.INTENT_LENGTH) {
            throw new InvalidRequestException(
                    "bodies of a transaction over several reactors are too long: field=bodyLength length=" + length
                            + " limit=" + Limits.INTENT_LENGTH);
        }
        bodies = MemorySegment.ofArray(new byte[(int) length]);
        offsets.forEach(
                (range, offset) -> MemorySegment.copy(session.arena(), range.offset(), bodies, offset, range.length()));
    }

    /** Gives the bodies their places, one behind the other; how long they are together. */
    private long place(StructListReader<RequestReader> requests) {
        long length = 0;
        for (int i = 0; i < requests.count(); i++) {
            RequestReader request = requests.get(i);
            Range range = new Range(request.bodyOffset(), request.bodyLength());
            if (hasBody(request) && !offsets.containsKey(range)) {
                Bodies.requireInArena(session.arena(), range.offset(), range.length(), "body");
                offsets.put(range, length);
                length += range.length();
            }
        }
        return length;
    }

    private static boolean hasBody(RequestReader request) {
        return request.which() == RequestWhich.PUT && request.put().body() == RequestPutBodySource.ARENA;
    }

    /** Of a transaction that came by a channel. */
    static ForwardedClient of(Session session, RequestReader request) {
        return new ForwardedClient(session, request);
    }

    @Override
    public MemorySegment arena() {
        return bodies;
    }

    @Override
    public long bodyOffset(RequestReader request) {
        return offsets.getOrDefault(new Range(request.bodyOffset(), request.bodyLength()), request.bodyOffset());
    }

    @Override
    public boolean allows(Grant.Action action, Key key) {
        return session.allows(action, key); // of what never changes
    }

    @Override
    public @Nullable BodyStage stage(long id) {
        return null; // those are of each reactor
    }

    /** The same with what it has staged with a reactor. */
    Client with(Stages stages) {
        return new Client() {
            @Override
            public MemorySegment arena() {
                return bodies;
            }

            @Override
            public long bodyOffset(RequestReader request) {
                return ForwardedClient.this.bodyOffset(request);
            }

            @Override
            public boolean allows(Grant.Action action, Key key) {
                return session.allows(action, key);
            }

            @Override
            public @Nullable BodyStage stage(long id) {
                return stages.find(id, session.connection().grant());
            }
        };
    }
}
