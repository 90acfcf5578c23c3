package io.vireo.engine.reactor;

import io.vireo.channel.Grant.Action;
import io.vireo.channel.message.RequestGetReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestReader;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.ItemView;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.Records;
import org.jspecify.annotations.Nullable;

/**
 * Gets and puts of attributes and nothing else, which most requests are, executed where they are: from the message to the record and from the record to the reply,
 * without making an object. Whatever is more than that, has to wait, or is wrong, is left to {@link Requests}, which does the same and more; nothing was done then. Threads:
 * the reactor alone. Allocates nothing.
 */
final class PlainRequests {
    private final PartitionSet partitions;
    private final Journal journal;
    private final Committer committer;
    private final Writes writes;
    private final ReplyEncoder encoder;
    private final KeyView key = new KeyView();
    private final ItemView item;

    PlainRequests(
            PartitionSet partitions,
            Journal journal,
            Records records,
            Committer committer,
            Writes writes,
            ReplyEncoder encoder) {
        this.partitions = partitions;
        this.journal = journal;
        this.committer = committer;
        this.writes = writes;
        this.encoder = encoder;
        this.item = new ItemView(records);
    }

    /** Executes a get, no write being on the way; whether it was one for us. */
    boolean get(Session session, RequestReader request) {
        RequestGetReader get = request.get();
        RequestProjection projection = get.attributes();
        boolean isPlain = get.handle() == 0
                && !get.pin()
                && get.rangeLength() == 0
                && (projection == RequestProjection.USER
                        || projection == RequestProjection.NONE
                        || projection == RequestProjection.ALL)
                && request.conditionBytes().length() == 0
                && !request.hasExpressions();
        @Nullable Partition owner = isPlain ? owner(session, request, Action.READ) : null;
        if (owner == null || !item.moveToDurable(owner, key)) {
            return false;
        }
        long expected = request.expectedVersion();
        if (expected != 0 && expected != item.version()) {
            return false;
        }
        encoder.buildItem(request.correlationId(), key, item, projection);
        if (encoder.length() > session.connection().maxMessageLength()) {
            return false;
        }
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
        return true;
    }

    /** Executes a put, no write being on the way; whether it was one for us. */
    boolean put(Session session, RequestReader request) {
        @Nullable Partition owner = journal.isWritable() ? owner(session, request, Action.WRITE) : null;
        if (owner == null) {
            return false;
        }
        int mark = owner.store().mark();
        long journalMark = journal.mark();
        @Nullable ItemView now = null;
        try {
            now = writes.putPlain(request, key, owner);
        } finally {
            if (now == null) {
                owner.store().rollBack(mark);
                journal.rollBack(journalMark);
            }
        }
        if (now == null) {
            return false;
        }
        encoder.buildItem(request.correlationId(), key, now, RequestProjection.NONE);
        committer.answerEncoded(session, request);
        return true;
    }

    /** The partition of the request's key, if the client may do that there; the key is known then. */
    private @Nullable Partition owner(Session session, RequestReader request, Action action) {
        boolean isAllowed = key.moveTo(request.container(), request.pathBytes())
                && session.allows(action, key.bytes(), key.length());
        return isAllowed ? partitions.ownerOf(key) : null;
    }
}
