package io.vireo.engine.reactor;

import io.vireo.channel.Placement;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.IntentWriter;
import io.vireo.engine.partition.Intents;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.TransactionId;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over several reactors that this one decides: it has the others make intents, does its own part and decides in one frame, and has the intents applied. Its own items need no
 * intent: what the transaction says of them happens at the moment of the decision. Why so: docs/decisions/0020-transactions.md. Threads: the reactor alone.
 */
final class Coordinator {
    /** One that is not decided. */
    private static final class Undecided {
        private final TransactionId id;
        private final Session session;
        private final byte[] message;
        private final Set<Key> parents;
        private final Set<Integer> reactors;
        private final Set<Integer> missing;
        private final long deadlineNs;
        private Batch votes;
        private Fetched fetched = Fetched.NOTHING;

        /** What is decided is being written down. */
        private boolean isDeciding;

        Undecided(
                TransactionId id,
                Session session,
                byte[] message,
                Set<Key> parents,
                Set<Integer> reactors,
                long deadlineNs,
                Batch votes) {
            this.id = id;
            this.session = session;
            this.message = message;
            this.parents = parents;
            this.reactors = reactors;
            this.missing = new HashSet<>(reactors);
            this.deadlineNs = deadlineNs;
            this.votes = votes;
        }
    }

    /** One that is decided, and that a reactor may ask for. */
    private static final class Decided {
        private final Partition home;
        private final Set<Integer> missing;
        private long sinceNs;
        private boolean isUnderWay;

        Decided(Partition home, Collection<Integer> missing) {
            this.home = home;
            this.missing = new HashSet<>(missing);
        }
    }

    private final int own;
    private final int reactorCount;
    private final int partitionCount;
    private final Peers peers;
    private final Committer committer;
    private final TransactionCommits commits;
    private final Requests requests;
    private final Writes writes;
    private final Intents intents;
    private final IntentWriter writer;
    private final EpochClock clock;
    private final Consumer<Throwable> faults;
    private final RequestReader request = new RequestReader();
    private final Map<TransactionId, Undecided> undecided = new LinkedHashMap<>();
    private final Map<TransactionId, Decided> decided = new LinkedHashMap<>();

    /** Whose intents are all applied: that they were decided is to be forgotten. */
    private final ArrayDeque<TransactionId> finished = new ArrayDeque<>();

    private long lastNumber;

    /** @param firstNumber that no transaction of an earlier start has */
    Coordinator(
            EngineIdentity identity,
            Peers peers,
            Committer committer,
            TransactionCommits commits,
            Requests requests,
            Writes writes,
            Intents intents,
            IntentWriter writer,
            long firstNumber,
            EpochClock clock,
            Consumer<Throwable> faults) {
        this.own = peers.own();
        this.reactorCount = identity.reactorCount();
        this.partitionCount = identity.partitionCount();
        this.peers = peers;
        this.committer = committer;
        this.commits = commits;
        this.requests = requests;
        this.writes = writes;
        this.intents = intents;
        this.writer = writer;
        this.lastNumber = firstNumber;
        this.clock = clock;
        this.faults = faults;
    }

    /** The reactors that have the items of a batch, but this one. */
    private Set<Integer> others(List<Key> keys) {
        Set<Integer> reactors = new TreeSet<>();
        for (Key key : keys) {
            int partition = Placement.partition(key.container(), key.path(), partitionCount);
            reactors.add(Placement.reactor(partition, reactorCount));
        }
        if (!reactors.remove(own)) {
            throw new InvalidRequestException("items belong to other reactors: field=path item=" + keys.getFirst());
        }
        return reactors;
    }

    /**
     * Begins a transaction, whose client hears of its end.
     *
     * @param message of the whole batch, or of a rename to an item of this reactor
     * @param items that its requests are about
     * @param parents below which another reactor has something
     */
    void begin(Session session, RequestReader ofClient, byte[] message, List<Key> items, Set<Key> parents) {
        if (items.size() > Limits.TRANSACTION_COUNT) {
            throw new InvalidRequestException(
                    "transaction over several reactors has too many requests: field=requests count=" + items.size()
                            + " limit=" + Limits.TRANSACTION_COUNT);
        }
        if (message.length > Limits.INTENT_LENGTH) {
            throw new InvalidRequestException("transaction over several reactors is too long: field=requests length="
                    + message.length + " limit=" + Limits.INTENT_LENGTH);
        }
        Set<Integer> reactors = others(items);
        int count = ofClient.which() == RequestWhich.RENAME ? 1 : items.size();
        TransactionId id = new TransactionId(own, ++lastNumber);
        ForwardedClient client = ForwardedClient.of(session, ofClient);
        long deadlineNs = clock.nowNs() + Limits.TRANSACTION_NS;
        undecided.put(id, new Undecided(id, session, message, parents, reactors, deadlineNs, Batch.ofOthers(count)));
        Participant.Intention intention = new Participant.Intention(id, message, client);
        for (int reactor : reactors) {
            peers.tell(reactor, other -> other.participant().intend(intention));
        }
    }

    /** A reactor has made its intent, or not. */
    void vote(TransactionId id, int reactor, Batch vote) {
        @Nullable Undecided each = undecided.get(id);
        if (each == null) {
            return; // it took too long, and was told to forget it
        }
        each.missing.remove(reactor);
        each.votes = each.votes.and(vote);
    }

    /** A reactor has applied its intent, for ever. */
    void done(TransactionId id, int reactor) {
        @Nullable Decided each = decided.get(id);
        if (each != null && each.missing.remove(reactor) && each.missing.isEmpty()) {
            finish(id, each);
        }
    }

    private void finish(TransactionId id, Decided each) {
        each.sinceNs = clock.nowNs();
        finished.add(id);
    }

    /** Takes what was decided before the engine was started, and the reactors whose intents are still there. */
    void restore(TransactionId id, Partition home, Set<Integer> reactors) {
        Decided each = new Decided(home, reactors);
        decided.put(id, each);
        if (reactors.isEmpty()) {
            finish(id, each);
        }
    }

    /** Does what can be done now; how much that was. */
    int step() {
        int count = 0;
        if (!undecided.isEmpty()) {
            for (Undecided each : List.copyOf(undecided.values())) {
                count += step(each) ? 1 : 0;
            }
        }
        return finished.isEmpty() ? count : count + forget();
    }

    /** Whether every transaction is decided. */
    boolean isIdle() {
        return undecided.isEmpty();
    }

    /** Until it must act without being told; {@link Long#MAX_VALUE}: it need not. */
    long dueNs() {
        long dueNs = Long.MAX_VALUE;
        if (undecided.isEmpty() && finished.isEmpty()) {
            return dueNs; // as it nearly always is, and no object is made to find out
        }
        for (Undecided each : undecided.values()) {
            if (!each.isDeciding) { // else the end of its commit will tell, however late that is
                dueNs = Math.min(dueNs, Math.max(0, each.deadlineNs - clock.nowNs()));
            }
        }
        return finished.isEmpty() ? dueNs : Math.min(dueNs, Limits.INTERVAL_NS);
    }

    private boolean step(Undecided each) {
        if (each.isDeciding) {
            return false;
        }
        request.wrap(MemorySegment.ofArray(each.message), 0, each.message.length);
        if (!each.votes.isDone()) {
            abort(each, each.votes);
            return true;
        }
        if (each.session.connection().isClosed()) {
            abort(each, Batch.refused(Status.BUSY, "client is gone"));
            return true;
        }
        if (clock.nowNs() >= each.deadlineNs) {
            abort(
                    each,
                    Batch.refused(
                            Status.BUSY, "transaction was not decided in time: limitNs=" + Limits.TRANSACTION_NS));
            return true;
        }
        return each.missing.isEmpty() && !each.fetched.isPending() && isDecided(each);
    }

    private void abort(Undecided each, Batch why) {
        undecided.remove(each.id);
        tell(each, false);
        commits.answer(each.session, request.correlationId(), why, request.which() == RequestWhich.RENAME);
    }

    private void tell(Undecided each, boolean isCommit) {
        for (int reactor : each.reactors) {
            peers.tell(reactor, other -> other.participant().decide(each.id, isCommit));
        }
    }

    /** Whether it is decided, one way or the other. */
    private boolean isDecided(Undecided each) {
        try {
            List<Key> keys = commits.ownKeys(request);
            @Nullable Key locked = intents.firstLocked(keys);
            if (locked != null) {
                abort(each, Batch.refused(Status.BUSY, IntentGate.message(locked)));
                return true;
            }
            if (each.fetched.equals(Fetched.NOTHING)) {
                each.fetched = new Fetched();
            }
            Partition home = writes.home(request);
            Repetitions.Repetition repetition = requests.repetition(each.session, request, home, each.fetched);
            if (repetition == Repetitions.Repetition.ANSWERED) {
                undecided.remove(each.id); // the same request came twice, and the other one was decided first
                tell(each, false);
            }
            if (repetition != Repetitions.Repetition.NONE) {
                return repetition == Repetitions.Repetition.ANSWERED;
            }
            return requests.isReady(request, keys, each.session, each.fetched)
                    && commits.decide(
                            each.id,
                            each.session,
                            request,
                            each.votes,
                            keys,
                            each.parents,
                            each.reactors,
                            outcome -> ended(each, home, outcome))
                    && begun(each);
        } catch (InvalidRequestException e) {
            abort(each, Batch.refused(Status.INVALID, String.valueOf(e.getMessage())));
        } catch (CorruptRecordException e) {
            abort(each, Batch.refused(Status.CORRUPT, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            faults.accept(e);
            abort(each, Batch.refused(Status.INTERNAL, "engine failed on this request: " + e));
        }
        return true;
    }

    private static boolean begun(Undecided each) {
        each.isDeciding = true;
        return true;
    }

    /** @param outcome of the commit with the decision; null: it was refused */
    private void ended(Undecided each, Partition home, Journal.@Nullable Outcome outcome) {
        undecided.remove(each.id);
        if (outcome == null) {
            tell(each, false);
            return;
        }
        switch (outcome) {
            case DURABLE -> {
                decided.put(each.id, new Decided(home, each.reactors));
                tell(each, true);
            }
            case REFUSED -> tell(each, false);
            case POISONED -> {
                for (int reactor : each.reactors) {
                    peers.tell(reactor, other -> other.participant().leaveInDoubt());
                }
            }
        }
    }

    /** Writes that transactions are over, beside something else or after a while: nobody waits for it. */
    private int forget() {
        TransactionId id = finished.getFirst();
        Decided each = decided.get(id);
        long sinceNs = each == null ? 0 : clock.nowNs() - each.sinceNs;
        boolean isTime = commits.hasPending() || sinceNs >= Limits.INTERVAL_NS || sinceNs < 0;
        if (each == null || each.isUnderWay || !isTime) {
            return 0;
        }
        boolean isWritten = committer.write(List.of(each.home), () -> writer.forget(each.home, id), outcome -> {
            each.isUnderWay = false;
            if (outcome == Journal.Outcome.DURABLE) {
                decided.remove(id);
            } else {
                finish(id, each);
            }
        });
        if (isWritten) {
            each.isUnderWay = true;
            finished.removeFirst();
        }
        return isWritten ? 1 : 0;
    }
}
