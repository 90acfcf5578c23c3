package io.vireo.engine.reactor;

import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestGetReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.item.CorruptBodyException;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Bodies;
import io.vireo.engine.partition.Listing;
import io.vireo.engine.partition.Outcome;
import io.vireo.engine.partition.Reads;
import io.vireo.engine.partition.RecordPage;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Executes what changes nothing, over what is committed, and answers at once. Threads: the reactor alone. */
final class ReadExecutor {
    /** A reply in the ring. */
    static final int REPLY_KIND = 0;

    /** A short reply in the ring whose whole one is in the client's arena. */
    static final int REPLY_IN_ARENA_KIND = 1;

    /** Of a page of records, what is not records. */
    private static final int PAGE_OVERHEAD = 1_024;

    private final Reads reads;
    private final Bodies bodies;
    private final ReplyEncoder encoder;
    private final EngineIdentity identity;

    ReadExecutor(Reads reads, Bodies bodies, ReplyEncoder encoder, EngineIdentity identity) {
        this.reads = reads;
        this.bodies = bodies;
        this.encoder = encoder;
        this.identity = identity;
    }

    void ping(Session session, RequestReader request) {
        reply(session, request, target -> target.initEngine()
                .partitionCount(identity.partitionCount())
                .reactorCount(identity.reactorCount())
                .version(identity.version()));
    }

    void release(Session session, RequestReader request) {
        long handle = request.release().handle();
        long stageId = request.release().stageId();
        boolean isKnown = (handle == 0 || session.forgetPin(handle)) && (stageId == 0 || session.forgetStage(stageId));
        if (!isKnown) {
            refuse(
                    session,
                    request,
                    Status.NOT_FOUND,
                    "there is no such pin or stage: handle=" + handle + " stageId=" + stageId);
            return;
        }
        reply(session, request, ReplyWriter::setNone);
    }

    void get(Session session, RequestReader request, Key key, @Nullable Item current) {
        RequestGetReader get = request.get();
        Key foundKey = key;
        @Nullable Item item = current;
        if (get.handle() != 0) {
            Session.@Nullable Pin pin = session.pinned(get.handle());
            if (pin == null || !pin.key().equals(key)) {
                refuse(
                        session,
                        request,
                        Status.NOT_FOUND,
                        "there is no such pin of this item: field=handle handle=" + get.handle());
                return;
            }
            foundKey = pin.key();
            item = pin.item();
        }
        @Nullable Outcome refusal = reads.getRefusal(request, foundKey, item);
        if (refusal != null || item == null) {
            refuse(session, request, refusal);
            return;
        }
        RequestProjection projection = get.attributes();
        List<String> names = projection == RequestProjection.NAMED ? Requests.names(get.names()) : List.of();
        boolean isPin = get.pin();
        int bodyLength;
        try {
            bodyLength = readBody(session, request, get.rangeStart(), get.rangeLength(), foundKey, item);
        } catch (CorruptBodyException e) {
            refuse(session, request, Status.CORRUPT, e.getMessage());
            return;
        }
        long handle = isPin ? session.pin(foundKey, item) : 0;
        Item shown = item;
        boolean isSent = reply(session, request, bodyLength > 0, target -> {
            target.bodyLength(bodyLength);
            if (isPin) {
                ReplyEncoder.pinned(target, key, shown, projection, names, handle);
            } else {
                ReplyEncoder.entry(target.initItem(), key, shown, projection, names, false);
            }
        });
        if (isPin && !isSent) {
            session.forgetPin(handle);
        }
    }

    private int readBody(Session session, RequestReader request, long start, long length, Key key, Item item)
            throws CorruptBodyException {
        if (length == 0) {
            return 0;
        }
        if (length > request.replyCapacity()) {
            throw new InvalidRequestException("range is longer than the room for it: field=rangeLength length=" + length
                    + " replyCapacity=" + request.replyCapacity());
        }
        Bodies.requireInArena(session.arena(), request.replyOffset(), request.replyCapacity(), "reply");
        return bodies.read(key, item.body(), start, length, session.arena(), request.replyOffset());
    }

    void list(Session session, RequestReader request) {
        @Nullable Listing listing = reads.list(request);
        if (listing == null) {
            refuse(session, request, reads.listRefusal(request));
            return;
        }
        RequestProjection projection = request.list().attributes();
        List<String> names = projection == RequestProjection.NAMED
                ? Requests.names(request.list().names())
                : List.of();
        boolean fits = encoder.buildListing(
                request.correlationId(), listing, projection, names, replyLengthMax(session, request));
        if (fits) {
            send(session, request, false);
        } else {
            refuseTooLarge(session, request);
        }
    }

    void seek(Session session, RequestReader request, Key key) {
        @Nullable Outcome refusal = reads.shardRefusal(key);
        if (refusal != null) {
            refuse(session, request, refusal);
            return;
        }
        long location = reads.seek(request, key);
        reply(session, request, target -> target.location(location));
    }

    void read(Session session, RequestReader request, Key key) {
        @Nullable Outcome refusal = reads.shardRefusal(key);
        if (refusal != null) {
            refuse(session, request, refusal);
            return;
        }
        try {
            RecordPage page = reads.read(request, key, replyLengthMax(session, request) - PAGE_OVERHEAD);
            reply(session, request, target -> ReplyEncoder.records(target, page));
        } catch (CorruptBodyException e) {
            refuse(session, request, Status.CORRUPT, e.getMessage());
        }
    }

    /** What a reply may take, in the ring or in the arena. */
    private static int replyLengthMax(Session session, RequestReader request) {
        if (request.replyCapacity() > 0) {
            Bodies.requireInArena(session.arena(), request.replyOffset(), request.replyCapacity(), "reply");
        }
        long capacity = Math.min(request.replyCapacity(), Limits.BODY_PART_LENGTH);
        return Math.max(session.connection().maxMessageLength(), (int) capacity);
    }

    private void reply(Session session, RequestReader request, Consumer<ReplyWriter> content) {
        reply(session, request, false, content);
    }

    private boolean reply(Session session, RequestReader request, boolean isRoomTaken, Consumer<ReplyWriter> content) {
        encoder.build(request.correlationId(), content);
        return send(session, request, isRoomTaken);
    }

    /** Sends the reply that was built; false when there is no room for it, which is then what the client is told. */
    private boolean send(Session session, RequestReader request, boolean isRoomTaken) {
        int length = encoder.length();
        if (length <= session.connection().maxMessageLength()) {
            session.reply(REPLY_KIND, encoder.buffer(), length);
            return true;
        }
        if (isRoomTaken || length > request.replyCapacity()) {
            refuseTooLarge(session, request);
            return false;
        }
        Bodies.requireInArena(session.arena(), request.replyOffset(), request.replyCapacity(), "reply");
        MemorySegment.copy(encoder.buffer(), 0, session.arena(), request.replyOffset(), length);
        encoder.buildInArena(request.correlationId(), length);
        session.reply(REPLY_IN_ARENA_KIND, encoder.buffer(), encoder.length());
        return true;
    }

    private void refuseTooLarge(Session session, RequestReader request) {
        int needed = encoder.length();
        encoder.build(request.correlationId(), target -> {
            ReplyEncoder.refuse(
                    target,
                    Status.TOO_LARGE,
                    "reply does not fit: length=" + needed + " replyCapacity=" + request.replyCapacity());
            target.replyLength(needed);
        });
        session.reply(REPLY_KIND, encoder.buffer(), encoder.length());
    }

    private void refuse(Session session, RequestReader request, @Nullable Outcome refusal) {
        if (refusal != null) {
            refuse(session, request, refusal.status(), refusal.message());
        }
    }

    private void refuse(Session session, RequestReader request, Status status, @Nullable String message) {
        encoder.buildRefusal(request.correlationId(), status, message);
        session.reply(REPLY_KIND, encoder.buffer(), encoder.length());
    }
}
