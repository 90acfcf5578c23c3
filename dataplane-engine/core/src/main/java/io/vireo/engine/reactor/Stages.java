package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.engine.partition.BodyStage;
import io.vireo.engine.partition.TransactionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that clients have staged with a reactor, by numbers that no two of them have: a transaction that another reactor decides comes without its client's channel to this one, and names them. Who
 * stages shows the same grant on each of its channels. What an undecided transaction would take over nobody else may. Threads: the reactor alone.
 */
final class Stages {
    private final Map<Long, Session> sessions = new HashMap<>();
    private final Map<TransactionId, List<Long>> taken = new HashMap<>();
    private long lastId;

    /** The number of another stage of a client. */
    long begin(Session session) {
        sessions.put(++lastId, session);
        return lastId;
    }

    /** There is no such stage any more. */
    void forget(long id) {
        sessions.remove(id);
    }

    /** The stage of a client with this grant; null: it has none of this number. */
    @Nullable BodyStage find(long id, Grant grant) {
        @Nullable Session session = sessions.get(id);
        return session != null && session.connection().grant().equals(grant) ? session.stage(id) : null;
    }

    /** Keeps stages for a transaction until it is decided. */
    void take(TransactionId id, List<Long> stageIds) {
        if (!stageIds.isEmpty()) {
            taken.put(id, List.copyOf(stageIds));
            setTaken(stageIds, true);
        }
    }

    /** A transaction is decided: what it took is gone, or the client's again. */
    void end(TransactionId id, boolean isCommit) {
        @Nullable List<Long> stageIds = taken.remove(id);
        if (stageIds == null) {
            return;
        }
        setTaken(stageIds, false);
        for (long stageId : stageIds) {
            @Nullable Session session = isCommit ? sessions.get(stageId) : null;
            if (session != null) {
                session.forgetStage(stageId);
            }
        }
    }

    private void setTaken(List<Long> stageIds, boolean isTaken) {
        for (long stageId : stageIds) {
            @Nullable Session session = sessions.get(stageId);
            @Nullable BodyStage stage = session == null ? null : session.stage(stageId);
            if (stage != null) {
                stage.setTaken(isTaken);
            }
        }
    }
}
