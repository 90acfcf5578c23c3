package io.vireo.engine.reactor;

import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestGetReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Bodies;
import io.vireo.engine.partition.IndexQuery;
import io.vireo.engine.partition.Listing;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Outcome;
import io.vireo.engine.partition.Reads;
import io.vireo.engine.partition.RecordPage;
import io.vireo.engine.partition.Selection;
import io.vireo.engine.partition.TrimmedLocationException;
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
    private final EngineReport report;

    ReadExecutor(Reads reads, Bodies bodies, ReplyEncoder encoder, EngineReport report) {
        this.reads = reads;
        this.bodies = bodies;
        this.encoder = encoder;
        this.report = report;
    }

    void ping(Session session, RequestReader request) {
        reply(session, request, target -> report.write(target.initEngine()));
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

    /** Gets what is pinned. */
    void getPinned(Session session, RequestReader request, Key key) {
        long handle = request.get().handle();
        Session.@Nullable Pin pin = session.pinned(handle);
        if (pin == null || !pin.key().equals(key)) {
            refuse(
                    session,
                    request,
                    Status.NOT_FOUND,
                    "there is no such pin of this item: field=handle handle=" + handle);
            return;
        }
        get(session, request, key, pin.item());
    }

    void get(Session session, RequestReader request, Key key, @Nullable Item item) {
        RequestGetReader get = request.get();
        Selection selection = reads.getSelection(request);
        @Nullable Outcome refusal = reads.getRefusal(request, key, item);
        if (refusal != null || item == null) {
            refuse(session, request, refusal);
            return;
        }
        long handle = get.pin() ? session.pin(key, item) : 0;
        Found found = new Found(ReplyRoom.of(session, request), key, item, selection, handle);
        if (get.rangeLength() == 0) {
            answer(found, 0);
            return;
        }
        try {
            readBody(found, get.rangeStart(), get.rangeLength());
        } catch (InvalidRequestException e) {
            session.forgetPin(handle);
            throw e;
        }
    }

    private void readBody(Found found, long start, long length) {
        ReplyRoom room = found.room();
        if (length > room.capacity()) {
            throw new InvalidRequestException("range is longer than the room for it: field=rangeLength length=" + length
                    + " replyCapacity=" + room.capacity());
        }
        room.requireInArena();
        Session session = room.session();
        bodies.read(
                found.key(),
                found.item().body(),
                start,
                length,
                (position, source, offset, count) -> {
                    if (!session.connection().isClosed()) {
                        MemorySegment.copy(source, offset, session.arena(), room.offset() + position, count);
                    }
                },
                (count, fault) -> {
                    if (fault == null) {
                        answer(found, count);
                    } else {
                        session.forgetPin(found.handle());
                        encoder.buildRefusal(room.correlationId(), Status.CORRUPT, fault);
                        session.reply(REPLY_KIND, encoder.buffer(), encoder.length());
                    }
                });
    }

    /** What a get found, while its body is read: the request itself is gone by then. */
    private record Found(ReplyRoom room, Key key, Item item, Selection selection, long handle) {}

    private void answer(Found found, int bodyLength) {
        encoder.build(found.room().correlationId(), target -> {
            target.bodyLength(bodyLength);
            if (found.handle() != 0) {
                ReplyEncoder.pinned(target, found.key(), found.item(), found.selection(), found.handle());
            } else {
                ReplyEncoder.entry(target.initItem(), found.key(), found.item(), found.selection(), false);
            }
        });
        if (!send(found.room(), bodyLength > 0)) {
            found.room().session().forgetPin(found.handle());
        }
    }

    /** Records that the last read needs; it was not answered then. */
    List<Needed> needed() {
        return reads.needed();
    }

    /** False when records are {@link #needed}. */
    boolean list(Session session, RequestReader request) {
        ReplyRoom room = ReplyRoom.of(session, request);
        @Nullable Listing listing = reads.list(request);
        if (listing == null) {
            if (!needed().isEmpty()) {
                return false;
            }
            refuse(session, request, reads.listRefusal(request));
            return true;
        }
        if (request.list().countOnly()) {
            reply(session, request, target -> {
                byte[] marker = listing.nextMarker();
                target.initCounted()
                        .count(listing.count())
                        .countMarker(MemorySegment.ofArray(marker), 0, marker.length);
            });
            return true;
        }
        boolean fits = encoder.buildListing(request.correlationId(), listing, room.replyLengthMax());
        if (fits) {
            send(room, false);
        } else {
            refuseTooLarge(room);
        }
        return true;
    }

    /** False when records are {@link #needed}. */
    boolean seek(Session session, RequestReader request, Key key) {
        @Nullable Outcome refusal = reads.shardRefusal(key);
        if (refusal != null) {
            refuse(session, request, refusal);
            return true;
        }
        try {
            long location = reads.seek(request, key);
            if (!needed().isEmpty()) {
                return false;
            }
            reply(session, request, target -> target.location(location));
        } catch (TrimmedLocationException e) {
            refuseTrimmed(session, request, e);
        }
        return true;
    }

    /** False when records are {@link #needed}. */
    boolean read(Session session, RequestReader request, Key key) {
        @Nullable Outcome refusal = reads.shardRefusal(key);
        if (refusal != null) {
            refuse(session, request, refusal);
            return true;
        }
        int lengthMax = ReplyRoom.of(session, request).replyLengthMax() - PAGE_OVERHEAD;
        try {
            @Nullable RecordPage page = reads.read(request, key, lengthMax);
            if (page == null) {
                return false;
            }
            reply(session, request, target -> ReplyEncoder.records(target, page));
        } catch (TrimmedLocationException e) {
            refuseTrimmed(session, request, e);
        }
        return true;
    }

    /** Says where it goes on. */
    private void refuseTrimmed(Session session, RequestReader request, TrimmedLocationException trimmed) {
        reply(session, request, target -> {
            ReplyEncoder.refuse(target, Status.TRIMMED, String.valueOf(trimmed.getMessage()));
            target.location(trimmed.first());
        });
    }

    private void reply(Session session, RequestReader request, Consumer<ReplyWriter> content) {
        reply(ReplyRoom.of(session, request), content);
    }

    void reply(ReplyRoom room, Consumer<ReplyWriter> content) {
        encoder.build(room.correlationId(), content);
        send(room, false);
    }

    /**
     * Answers with rows: as many as there is room for.
     *
     * @param owner as the reply says it
     */
    void rows(ReplyRoom room, IndexQuery.Page page, Selection selection, int owner) {
        int lengthMax = room.replyLengthMax();
        int count = page.rows().size();
        while (true) {
            int fitting = count;
            encoder.build(room.correlationId(), target -> IndexExecutor.rows(target, page, fitting, selection, owner));
            if (count <= 1 || encoder.length() <= lengthMax) {
                send(room, false);
                return;
            }
            count = Math.max(1, (int) Math.min(count - 1L, (long) count * lengthMax / encoder.length()));
        }
    }

    void refuse(ReplyRoom room, Status status, String message) {
        encoder.buildRefusal(room.correlationId(), status, message);
        room.session().reply(REPLY_KIND, encoder.buffer(), encoder.length());
    }

    /** Sends the reply that was built; false when there is no room for it, which is then what the client is told. */
    private boolean send(ReplyRoom room, boolean isRoomTaken) {
        Session session = room.session();
        int length = encoder.length();
        if (session.connection().isClosed()) {
            return false;
        }
        if (length <= session.connection().maxMessageLength()) {
            session.reply(REPLY_KIND, encoder.buffer(), length);
            return true;
        }
        if (isRoomTaken || length > room.capacity()) {
            refuseTooLarge(room);
            return false;
        }
        room.requireInArena();
        MemorySegment.copy(encoder.buffer(), 0, session.arena(), room.offset(), length);
        encoder.buildInArena(room.correlationId(), length);
        session.reply(REPLY_IN_ARENA_KIND, encoder.buffer(), encoder.length());
        return true;
    }

    private void refuseTooLarge(ReplyRoom room) {
        int needed = encoder.length();
        encoder.build(room.correlationId(), target -> {
            ReplyEncoder.refuse(
                    target,
                    Status.TOO_LARGE,
                    "reply does not fit: length=" + needed + " replyCapacity=" + room.capacity());
            target.replyLength(needed);
        });
        room.session().reply(REPLY_KIND, encoder.buffer(), encoder.length());
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
