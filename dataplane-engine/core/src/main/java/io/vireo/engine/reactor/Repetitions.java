package io.vireo.engine.reactor;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.RequestPutPartReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.Tokens;
import org.jspecify.annotations.Nullable;

/** Answers requests that were answered before, as their tokens say. Threads: the reactor alone. */
final class Repetitions {
    /** What a token says of a request. */
    enum Repetition {
        /** It is the first of its token, or has none. */
        NONE,
        /** It was answered as the first was, or that no more tokens can be remembered. */
        ANSWERED,
        /** What is remembered of the token must be read. */
        LATER
    }

    private final Tokens tokens;
    private final ReplyEncoder encoder;

    Repetitions(Tokens tokens, ReplyEncoder encoder) {
        this.tokens = tokens;
        this.encoder = encoder;
    }

    /**
     * Answers a request if it was answered before.
     *
     * @param token of the request; null: it has none
     * @param home the partition that remembers it; what it knows of the token is durable
     */
    Repetition find(Session session, RequestReader source, @Nullable Key token, Partition home) {
        if (token == null) {
            return Repetition.NONE;
        }
        if (!home.isInMemory(token)) {
            return Repetition.LATER;
        }
        byte[] reply;
        try {
            reply = tokens.reply(source, token, home, session);
        } catch (Tokens.ReusedTokenException e) {
            return answer(session, source.correlationId(), Status.TOKEN_REUSED, String.valueOf(e.getMessage()));
        }
        if (reply != null) {
            encoder.buildAgain(source.correlationId(), reply);
            forgetStages(session, source);
            session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
            return Repetition.ANSWERED;
        }
        return Tokens.isFull(home)
                ? answer(
                        session,
                        source.correlationId(),
                        Status.BUSY,
                        "too many tokens are remembered: field=token limit=" + Limits.TOKEN_COUNT)
                : Repetition.NONE;
    }

    private Repetition answer(Session session, long correlationId, Status status, String message) {
        encoder.buildRefusal(correlationId, status, message);
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
        return Repetition.ANSWERED;
    }

    /** Gives up the bodies that a repetition has brought again. */
    private static void forgetStages(Session session, RequestReader request) {
        switch (request.which()) {
            case PUT -> {
                session.forgetStage(request.put().stageId());
                StructListReader<RequestPutPartReader> parts = request.put().parts();
                for (int i = 0; i < parts.count(); i++) {
                    session.forgetStage(parts.get(i).stageId());
                }
            }
            case RENAME -> session.forgetStage(request.rename().stageId());
            case BATCH -> {
                StructListReader<RequestReader> requests = request.batch().requests();
                for (int i = 0; i < requests.count(); i++) {
                    forgetStages(session, requests.get(i));
                }
            }
            default -> {
                // brings no body
            }
        }
    }
}
