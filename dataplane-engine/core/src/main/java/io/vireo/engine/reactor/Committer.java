package io.vireo.engine.reactor;

import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.BodyStage;
import io.vireo.engine.partition.Outcome;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.partition.Writes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes writes, collects them into a commit, and holds their replies until it is durable. A refused write is held too: what it was refused for may be
 * something that is not committed yet. When the commit fails, everything that was applied since the last one is taken back. Threads: the reactor alone.
 */
final class Committer {
    /** A reply that waits for the commit. */
    private record Held(Session session, long correlationId, byte[] bytes) {}

    /** A body that got bytes which wait for the commit. */
    private record Staged(Session session, long stageId) {}

    private final Journal journal;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final Peers peers;
    private final Writes writes;
    private final ReplyEncoder encoder;
    private final EpochClock clock;
    private final List<Held> held = new ArrayList<>();
    private final List<Staged> staged = new ArrayList<>();

    Committer(
            Journal journal,
            PartitionSet partitions,
            StreamDirectory streams,
            Peers peers,
            Writes writes,
            ReplyEncoder encoder,
            EpochClock clock) {
        this.journal = journal;
        this.partitions = partitions;
        this.streams = streams;
        this.peers = peers;
        this.writes = writes;
        this.encoder = encoder;
        this.clock = clock;
    }

    /** Executes a write of one item. */
    void write(Session session, RequestReader request, Key key, Partition partition) {
        long correlationId = request.correlationId();
        @Nullable Outcome outcome = inRecord(
                session,
                correlationId,
                partition,
                () -> writes.execute(request, key, partition, session),
                Outcome::isDone);
        if (outcome != null) {
            forgetConsumed(session, outcome.isDone());
            hold(session, correlationId, target -> ReplyEncoder.outcome(target, outcome));
        }
    }

    /** Executes a batch. */
    void batch(Session session, RequestReader request, Partition partition) {
        long correlationId = request.correlationId();
        @Nullable Batch batch = inRecord(
                session,
                correlationId,
                partition,
                () -> writes.executeBatch(request, partition, session),
                done -> done.failedIndex() < 0);
        if (batch != null) {
            forgetConsumed(session, batch.failedIndex() < 0);
            hold(session, correlationId, target -> ReplyEncoder.batch(target, batch));
        }
    }

    /** Begins a staged body, or adds to one. */
    void stage(Session session, RequestReader request, Partition partition) {
        long correlationId = request.correlationId();
        long wanted = request.stage().stageId();
        @Nullable BodyStage known = wanted == 0 ? new BodyStage() : session.stage(wanted);
        if (known == null) {
            throw new InvalidRequestException("there is no such stage: field=stageId stageId=" + wanted);
        }
        if (request.stage().position() != known.length()) {
            throw new InvalidRequestException("position is not the staged length: field=position value="
                    + Long.toUnsignedString(request.stage().position()) + " length=" + known.length());
        }
        @Nullable BodyStage stage = inRecord(
                session,
                correlationId,
                partition,
                () -> writes.stage(request, known, session) ? known : null,
                _ -> request.bodyLength() > 0);
        if (stage != null) {
            long stageId = wanted == 0 ? session.beginStage(stage) : wanted;
            long stagedLength = stage.length();
            staged.add(new Staged(session, stageId));
            hold(session, correlationId, target -> target.initStage()
                    .stageId(stageId)
                    .stagedLength(stagedLength));
        }
    }

    /**
     * Does work that builds a journal record, making room for it as often as it takes.
     *
     * @param work null when the journal has no room
     * @param isKept whether what the work gave is a change, whose record is to be kept
     * @return what the work gave; null when the client was told that it cannot be
     */
    private <T> @Nullable T inRecord(
            Session session, long correlationId, Partition partition, Supplier<@Nullable T> work, Predicate<T> isKept) {
        boolean hasRolled = false;
        while (true) {
            if (!journal.isWritable()) {
                refuse(session, correlationId, Status.READ_ONLY, journal.refusal());
                return null;
            }
            @Nullable T result = attempt(partition, work, isKept);
            if (result != null) {
                return result;
            }
            if (journal.hasPending()) {
                commit();
            } else if (hasRolled) {
                throw new InvalidRequestException(
                        "write is longer than a journal record can be: limit=" + journal.recordLengthMax());
            } else {
                hasRolled = true;
                journal.roll();
            }
        }
    }

    private <T> @Nullable T attempt(Partition partition, Supplier<@Nullable T> work, Predicate<T> isKept) {
        if (!journal.begin(partition.index())) {
            return null;
        }
        int mark = partition.mark();
        boolean isDone = false;
        try {
            @Nullable T result = work.get();
            isDone = result != null && isKept.test(result) && journal.end();
            return isDone || (result != null && !isKept.test(result)) ? result : null;
        } finally {
            if (!isDone) {
                partition.rollBack(mark);
                journal.abort();
            }
        }
    }

    /** Forgets stages that a put took over. When the commit fails they are gone: the client stages again. */
    private void forgetConsumed(Session session, boolean isDone) {
        if (isDone) {
            for (long stageId : writes.consumedStages()) {
                session.forgetStage(stageId);
            }
        }
    }

    private void hold(Session session, long correlationId, Consumer<ReplyWriter> content) {
        encoder.build(correlationId, content);
        byte[] bytes = encoder.buffer().asSlice(0, encoder.length()).toArray(ValueLayout.JAVA_BYTE);
        held.add(new Held(session, correlationId, bytes));
    }

    /** Refuses a request; after the commit, if there is to be one: what it was refused for may be what that makes durable. */
    void refuseInvalid(Session session, long correlationId, @Nullable String message) {
        if (journal.hasPending()) {
            hold(
                    session,
                    correlationId,
                    target -> ReplyEncoder.refuse(target, Status.INVALID, String.valueOf(message)));
        } else {
            refuse(session, correlationId, Status.INVALID, String.valueOf(message));
        }
    }

    private void refuse(Session session, long correlationId, Status status, String message) {
        encoder.buildRefusal(correlationId, status, message);
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
    }

    /** Whether so much is collected that it should be written before more is taken. */
    boolean isFull() {
        return journal.pendingLength() >= Limits.COMMIT_TARGET_LENGTH;
    }

    /** Makes what was collected durable and answers; how many replies went out. */
    int commit() {
        int count = held.size();
        if (count == 0) {
            return 0; // every write has a reply that waits
        }
        Journal.Outcome outcome = journal.hasPending() ? journal.commit() : Journal.Outcome.DURABLE;
        switch (outcome) {
            case DURABLE -> {
                long nowNs = clock.nowNs();
                for (Partition partition : partitions.all()) {
                    partition.committed(nowNs);
                }
                List<Held> replies = List.copyOf(held);
                peers.tellOfStreams(streams, () -> send(replies));
            }
            case REFUSED -> takeBack(Status.READ_ONLY, journal.refusal());
            case POISONED ->
                takeBack(Status.INTERNAL, "it is not known whether this write was kept: " + journal.refusal());
        }
        held.clear();
        staged.clear();
        return count;
    }

    private static void send(List<Held> replies) {
        for (Held reply : replies) {
            reply.session().reply(ReadExecutor.REPLY_KIND, MemorySegment.ofArray(reply.bytes()), reply.bytes().length);
        }
    }

    private void takeBack(Status status, String message) {
        for (Partition partition : partitions.all()) {
            partition.rollBack(0);
        }
        streams.drainChanges((key, stream) -> {});
        for (Staged stage : staged) {
            stage.session().forgetStage(stage.stageId());
        }
        for (Held reply : held) {
            refuse(reply.session(), reply.correlationId(), status, message);
        }
    }
}
