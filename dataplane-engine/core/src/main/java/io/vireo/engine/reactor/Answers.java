package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.Outcome;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.Tokens;
import io.vireo.engine.partition.Writes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What writes are answered, and has those answers remembered whose requests came with a token, in the frame of what they did. Threads: the reactor alone. */
final class Answers {
    private final Writes writes;
    private final ReplyEncoder encoder;

    Answers(Writes writes, ReplyEncoder encoder) {
        this.writes = writes;
        this.encoder = encoder;
    }

    /** Executes a write of one item; null when the journal has no room. */
    @Nullable Outcome execute(Session session, RequestReader request, Key key, Partition partition) {
        @Nullable Outcome outcome = writes.execute(request, key, partition, session);
        if (outcome == null || !outcome.isDone() || request.token().length() == 0) {
            return outcome;
        }
        encoder.build(request.correlationId(), target -> ReplyEncoder.outcome(target, outcome));
        return isRemembered(request, partition, session) ? outcome : null;
    }

    /**
     * Has the answer to a batch, or to a transaction, remembered if it came with a token.
     *
     * @param batch null: the journal had no room
     * @param others what became of it on other reactors
     * @return the batch; null when the journal has no room
     */
    @Nullable Batch remembered(@Nullable Batch batch, Batch others, RequestReader request, Session session) {
        if (batch == null || !batch.isDone() || request.token().length() == 0) {
            return batch;
        }
        Batch whole = batch.and(others);
        boolean isRename = request.which() == RequestWhich.RENAME;
        boolean fits = fits(session, whole);
        encoder.build(request.correlationId(), target -> write(target, whole, isRename, fits));
        return isRemembered(request, writes.home(request), session) ? batch : null;
    }

    private boolean isRemembered(RequestReader request, Partition home, Session session) {
        Key token = Objects.requireNonNull(Tokens.key(request));
        return writes.tokens().remember(request, token, home, session, encoder.copy());
    }

    /** Whether what became of each part of a batch can be told; what was done is done, and the client can read it. */
    boolean fits(Session session, Batch batch) {
        encoder.build(0, target -> ReplyEncoder.batch(target, batch, true));
        return encoder.length() <= session.connection().maxMessageLength();
    }

    /** Whether the client is told before the disk has it. What other reactors know of waits all the same. */
    static boolean mayBeAhead(Session session, RequestReader request) {
        Grant grant = session.connection().grant();
        return switch (request.which()) {
            case PUT, UPDATE, DELETE, APPEND -> grant.durability(request.container()) == Grant.Durability.INTERVAL;
            case BATCH -> {
                var parts = request.batch().requests();
                boolean isAhead = parts.count() > 0;
                for (int i = 0; i < parts.count(); i++) {
                    isAhead &= grant.durability(parts.get(i).container()) == Grant.Durability.INTERVAL;
                }
                yield isAhead;
            }
            default -> false;
        };
    }

    /** Writes the answer to a transaction. */
    static void write(ReplyWriter target, Batch batch, boolean isRename, boolean withParts) {
        if (isRename) {
            ReplyEncoder.outcome(target, batch.outcomes().get(Math.max(0, batch.failedIndex())));
        } else {
            ReplyEncoder.batch(target, batch, withParts);
        }
    }
}
