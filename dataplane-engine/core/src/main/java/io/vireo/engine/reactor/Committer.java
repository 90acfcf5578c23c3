package io.vireo.engine.reactor;

import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.maintenance.Maintenance;
import io.vireo.engine.maintenance.RecordWriter;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.BodyStage;
import io.vireo.engine.partition.Outcome;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.partition.WriteKeys;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.Records;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes writes, collects them into a commit, and holds their replies until it is durable; but those of containers that are acknowledged by the interval, whose
 * commit need not begin before the interval is over or somebody waits for it. A refused write is held too: what it was refused for may be
 * something that is not committed yet. One commit is under way while the next one is collected; when it fails, everything that was applied and is not durable
 * is taken back. Threads: the reactor alone.
 */
final class Committer implements RecordWriter {
    private final Journal journal;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final Peers peers;
    private final Writes writes;
    private final ReplyEncoder encoder;
    final Answers answers;
    private final Records records;
    private final Consumer<IndexEntry> keep;
    private final Consumer<IndexEntry> forget;
    private final Maintenance maintenance;
    private final EpochClock clock;
    private final ArrayDeque<CommitGroup> unused = new ArrayDeque<>();
    private CommitGroup collected = new CommitGroup();
    private @Nullable CommitGroup underWay;

    /** The partition of the request that is executed, when there is one. */
    private final List<Partition> alone = new ArrayList<>(1);

    /** Of the stores that the request which is executed may change, where they were. */
    private int[] marks = new int[1];

    /** Of the commit that is collected, from 1. */
    private long collectedCommit = 1;

    Committer(
            Journal journal,
            PartitionSet partitions,
            StreamDirectory streams,
            Peers peers,
            Writes writes,
            ReplyEncoder encoder,
            Records records,
            Maintenance maintenance,
            EpochClock clock) {
        this.journal = journal;
        this.partitions = partitions;
        this.streams = streams;
        this.peers = peers;
        this.writes = writes;
        this.encoder = encoder;
        this.answers = new Answers(writes, encoder);
        this.records = records;
        this.keep = records::keep;
        this.forget = records::forget;
        this.maintenance = maintenance;
        this.clock = clock;
    }

    /** Executes a write of one item; false when it must wait for room: nothing was done then. */
    boolean write(Session session, RequestReader request, Key key, Partition partition) {
        long correlationId = request.correlationId();
        journal.useReserve(request.which() == RequestWhich.DELETE); // it makes room
        try {
            return writeInRecord(session, request, correlationId, key, partition);
        } finally {
            journal.useReserve(false);
        }
    }

    private boolean writeInRecord(
            Session session, RequestReader request, long correlationId, Key key, Partition partition) {
        List<Key> other = request.which() == RequestWhich.RENAME ? WriteKeys.of(request, key) : List.of();
        WriteResult result = inRecords(
                other.isEmpty() ? alone(partition) : writes.owners(other),
                () -> answers.execute(session, request, key, partition),
                Outcome::isDone,
                outcome -> {
                    forgetConsumed(session, outcome.isDone());
                    boolean isAhead =
                            outcome.isDone() && Answers.mayBeAhead(session, request) && !streams.isChanging(key);
                    answer(session, correlationId, isAhead, target -> ReplyEncoder.outcome(target, outcome));
                });
        return isSettled(result, session, correlationId);
    }

    /**
     * Executes a batch; false when it must wait for room.
     *
     * @param keys that it writes
     * @param parents below which another reactor has something
     */
    boolean batch(Session session, RequestReader request, List<Key> keys, Set<Key> parents) {
        long correlationId = request.correlationId();
        WriteResult result = inRecords(
                writes.owners(keys),
                () -> answers.remembered(writes.executeBatch(request, session, parents), Batch.NONE, request, session),
                Batch::isDone,
                batch -> {
                    forgetConsumed(session, batch.isDone());
                    boolean isAhead = batch.isDone()
                            && Answers.mayBeAhead(session, request)
                            && keys.stream().noneMatch(streams::isChanging);
                    boolean fits = answers.fits(session, batch);
                    answer(session, correlationId, isAhead, target -> ReplyEncoder.batch(target, batch, fits));
                });
        return isSettled(result, session, correlationId);
    }

    /** Whether a request was answered, or will be; told why not when there is no room for what it writes. */
    boolean isSettled(WriteResult result, Session session, long correlationId) {
        if (result == WriteResult.REFUSED) {
            refuse(session, correlationId, Status.READ_ONLY, journal.refusal());
        }
        return result != WriteResult.LATER;
    }

    /** Has one told when everything that was written so far is durable, or was taken back. */
    void whenEnded(CommitGroup.Ending ending) {
        collected.endings.add(ending);
    }

    /** As {@link #write(Partition, BooleanSupplier)}, for several partitions; the ending takes what became of it. */
    boolean write(List<Partition> owners, BooleanSupplier work, CommitGroup.Ending ending) {
        return writeFor(owners, work) && collected.endings.add(ending);
    }

    private List<Partition> alone(Partition partition) {
        alone.clear();
        alone.add(partition);
        return alone;
    }

    /** Begins a staged body, or adds to one; false when it must wait for room. */
    boolean stage(Session session, RequestReader request, Partition partition) {
        long correlationId = request.correlationId();
        long wanted = request.stage().stageId();
        @Nullable BodyStage known = wanted == 0 ? new BodyStage(records.use()) : session.stage(wanted);
        if (known == null || known.isTaken()) {
            throw new InvalidRequestException("there is no such stage: field=stageId stageId=" + wanted);
        }
        if (request.stage().position() != known.length()) {
            throw new InvalidRequestException("position is not the staged length: field=position value="
                    + Long.toUnsignedString(request.stage().position()) + " length=" + known.length());
        }
        WriteResult result = inRecords(
                alone(partition),
                () -> writes.stage(request, known, partition, session) ? known : null,
                _ -> request.bodyLength() > 0,
                stage -> {
                    long stageId = wanted == 0 ? session.beginStage(stage) : wanted;
                    long stagedLength = stage.length();
                    collected.staged.add(new CommitGroup.Staged(session, stageId));
                    hold(session, correlationId, target -> target.initStage()
                            .stageId(stageId)
                            .stagedLength(stagedLength));
                });
        return isSettled(result, session, correlationId);
    }

    /**
     * Does work that builds journal records, making room for it as often as it takes.
     *
     * @param owners of all that it may change
     * @param work null when the journal has no room
     * @param isKept whether what the work gave is a change, whose records are to be kept
     * @param done takes what the work gave
     */
    <T> WriteResult inRecords(
            List<Partition> owners, Supplier<@Nullable T> work, Predicate<T> isKept, Consumer<T> done) {
        boolean hasRolled = false;
        while (true) {
            if (!journal.isWritable()) {
                return refusedOrLater();
            }
            @Nullable T result = attempt(owners, work, isKept);
            if (result != null) {
                done.accept(result);
                return WriteResult.DONE;
            }
            if (journal.hasPending()) {
                if (underWay != null) {
                    return WriteResult.LATER;
                }
                begin();
            } else if (hasRolled) {
                throw new InvalidRequestException(
                        "write is longer than a journal record can be: limit=" + journal.recordLengthMax());
            } else {
                hasRolled = journal.roll();
                if (!hasRolled) {
                    return refusedOrLater();
                }
            }
        }
    }

    /** There is no room: for a reason, or because the next segment is being made. */
    private WriteResult refusedOrLater() {
        return journal.refusal().isEmpty() ? WriteResult.LATER : WriteResult.REFUSED;
    }

    private <T> @Nullable T attempt(List<Partition> owners, Supplier<@Nullable T> work, Predicate<T> isKept) {
        marks = marks.length < owners.size() ? new int[owners.size()] : marks;
        for (int i = 0; i < owners.size(); i++) {
            marks[i] = owners.get(i).store().mark();
        }
        long journalMark = journal.mark();
        boolean isDone = false;
        try {
            @Nullable T result = work.get();
            isDone = result != null && isKept.test(result);
            return result;
        } finally {
            if (!isDone) {
                for (int i = 0; i < owners.size(); i++) {
                    owners.get(i).store().rollBack(marks[i]);
                }
                journal.rollBack(journalMark);
            }
        }
    }

    /** Forgets stages that a put took over. When the commit fails they are gone: the client stages again. */
    void forgetConsumed(Session session, boolean isDone) {
        if (isDone) {
            for (long stageId : writes.consumedStages()) {
                session.forgetStage(stageId);
            }
        }
    }

    /** @param isAhead whether to answer now; else with the commit */
    private void answer(Session session, long correlationId, boolean isAhead, Consumer<ReplyWriter> content) {
        encoder.build(correlationId, content);
        sendOrHold(session, correlationId, isAhead);
    }

    /** Answers a write that was done with what was encoded. */
    void answerEncoded(Session session, RequestReader request) {
        sendOrHold(session, request.correlationId(), Answers.mayBeAhead(session, request));
    }

    private void sendOrHold(Session session, long correlationId, boolean isAhead) {
        if (!isAhead) {
            collected.held.add(session, correlationId, encoder.buffer(), encoder.length());
            return;
        }
        collected.sinceNs = collected.acknowledgedAhead == 0 ? clock.nowNs() : collected.sinceNs;
        collected.acknowledgedAhead++;
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
    }

    /** Answers with the commit that is collected, or with the one before it when nothing is. */
    void hold(Session session, long correlationId, Consumer<ReplyWriter> content) {
        answer(session, correlationId, false, content);
    }

    /** Refuses a request; after the commits that are not durable yet: what it was refused for may be what they make durable. */
    void refuseInvalid(Session session, long correlationId, @Nullable String message) {
        if (journal.hasPending() || underWay != null) {
            hold(
                    session,
                    correlationId,
                    target -> ReplyEncoder.refuse(target, Status.INVALID, String.valueOf(message)));
        } else {
            refuse(session, correlationId, Status.INVALID, String.valueOf(message));
        }
    }

    void refuse(Session session, long correlationId, Status status, String message) {
        encoder.buildRefusal(correlationId, status, message);
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
    }

    /** Whether so much is collected that it should be written before more is taken. */
    boolean isFull() {
        return journal.pendingLength() >= Limits.COMMIT_TARGET_LENGTH;
    }

    /** Answers what has become durable, and begins the next commit when none is under way; how many replies went out. */
    int advance() {
        int count = finish();
        if (underWay != null) {
            return count;
        }
        if (journal.hasPending()) {
            if (!isDue()) {
                return count;
            }
            begin();
            return count + finish(); // a disk in memory may be done already
        }
        int refusals = collected.held.count() + collected.endings.size();
        if (refusals > 0) {
            send(takeCollected());
        }
        return count + refusals;
    }

    /** What was collected; something else is from now on. */
    private CommitGroup takeCollected() {
        CommitGroup taken = collected;
        @Nullable CommitGroup next = unused.poll();
        collected = next == null ? new CommitGroup() : next;
        return taken;
    }

    private void release(CommitGroup group) {
        group.clear();
        unused.add(group);
    }

    /** Whether what is collected should be written now: unless nobody waits for it, and the interval is not over. */
    private boolean isDue() {
        return collected.isAwaited() || collected.acknowledgedAhead == 0 || isFull() || dueNs() == 0;
    }

    /** Until what was acknowledged ahead must be written; {@link Long#MAX_VALUE}: there is nothing, or the end of the commit under way will tell. */
    long dueNs() {
        if (collected.acknowledgedAhead == 0 || underWay != null) {
            return Long.MAX_VALUE;
        }
        long sinceNs = clock.nowNs() - collected.sinceNs;
        // A clock that was set back tells nothing.
        return sinceNs < 0 || sinceNs >= Limits.INTERVAL_NS ? 0 : Limits.INTERVAL_NS - sinceNs;
    }

    /** Somebody waits for what is collected. */
    void hurry() {
        collected.isHurried |= journal.hasPending();
    }

    private void begin() {
        collectedCommit++;
        underWay = takeCollected();
        for (int i = 0; i < partitions.all().size(); i++) {
            partitions.all().get(i).store().seal();
        }
        streams.seal();
        journal.commit();
        maintenance.atBoundary(this);
    }

    /** What became of the commit that is under way, if that is known; how many replies went out. */
    private int finish() {
        Journal.@Nullable Outcome outcome = journal.poll();
        @Nullable CommitGroup group = underWay;
        if (outcome == null || group == null) {
            return 0;
        }
        underWay = null;
        return switch (outcome) {
            case DURABLE -> {
                for (int i = 0; i < partitions.all().size(); i++) {
                    partitions.all().get(i).store().committed(forget, keep);
                }
                int count = group.held.count();
                Map<Key, @Nullable Item> streamChanges = streams.takeSealed();
                if (streamChanges.isEmpty()) {
                    send(group);
                } else {
                    peers.tellOfStreams(streamChanges, () -> send(group));
                }
                yield count;
            }
            case REFUSED -> takeBack(group, outcome, Status.READ_ONLY, journal.refusal());
            case POISONED ->
                takeBack(
                        group,
                        outcome,
                        Status.INTERNAL,
                        "it is not known whether this write was kept: " + journal.refusal());
        };
    }

    private void send(CommitGroup group) {
        // Other reactors hear of a decision before its client does: what that asks next finds the keys free.
        group.end(Journal.Outcome.DURABLE);
        group.held.send(ReadExecutor.REPLY_KIND);
        release(group);
    }

    /** Takes back the commit that failed, and what was collected since, which stands on it and was never written. */
    private int takeBack(CommitGroup failed, Journal.Outcome outcome, Status status, String message) {
        CommitGroup since = takeCollected();
        collectedCommit++;
        for (Partition partition : partitions.all()) {
            partition.store().rollBackAll();
        }
        streams.forgetChanges();
        maintenance.commitFailed();
        int count = failed.held.count() + since.held.count();
        int acknowledged = failed.acknowledgedAhead + since.acknowledgedAhead;
        if (acknowledged > 0) {
            maintenance.tell("writes that were acknowledged by the interval could not be kept: count=" + acknowledged
                    + " " + journal.refusal());
        }
        refuse(failed, status, message);
        refuse(since, Status.READ_ONLY, journal.refusal());
        failed.end(outcome);
        since.end(Journal.Outcome.REFUSED);
        release(failed);
        release(since);
        return count;
    }

    private void refuse(CommitGroup group, Status status, String message) {
        for (CommitGroup.Staged stage : group.staged) {
            stage.session().forgetStage(stage.stageId());
        }
        HeldReplies held = group.held;
        for (int i = 0; i < held.count(); i++) {
            refuse(held.session(i), held.correlationId(i), status, message);
        }
    }

    @Override
    public boolean write(Partition partition, BooleanSupplier work) {
        return writeFor(List.of(partition), work);
    }

    private boolean writeFor(List<Partition> owners, BooleanSupplier work) {
        journal.useReserve(true);
        try {
            boolean isWritten = append(owners, work);
            if (isWritten) {
                hurry();
            }
            return isWritten;
        } finally {
            journal.useReserve(false);
        }
    }

    @Override
    public boolean append(List<Partition> owners, BooleanSupplier work) {
        for (int attempt = 0; attempt < 3 && journal.isWritable(); attempt++) {
            if (attempt(owners, () -> work.getAsBoolean() ? Boolean.TRUE : null, _ -> true) != null) {
                return true;
            }
            if (journal.hasPending() ? underWay != null : !journal.roll()) {
                return false;
            }
            if (journal.hasPending()) {
                begin();
            }
        }
        return false;
    }

    /** Of the last commit that holds anything: the one that is collected, the one that is under way, or the last that ended. */
    @Override
    public long lastCommit() {
        return journal.hasPending() ? collectedCommit : collectedCommit - 1;
    }

    @Override
    public boolean hasEnded(long commit) {
        return commit < collectedCommit && (commit < collectedCommit - 1 || underWay == null);
    }

    /** Whether nothing waits for a commit. */
    boolean isIdle() {
        return underWay == null && collected.held.count() == 0 && collected.endings.isEmpty() && !journal.hasPending();
    }
}
