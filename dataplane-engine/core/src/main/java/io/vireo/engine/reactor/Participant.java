package io.vireo.engine.reactor;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.Client;
import io.vireo.engine.partition.IntentWriter;
import io.vireo.engine.partition.Intents;
import io.vireo.engine.partition.TransactionId;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This reactor's part in transactions that others decide: makes intents, says whether it could, and ends them as it is told. What it is asked to do waits here until records are read
 * and the journal has room. Threads: the reactor alone.
 */
final class Participant {
    /**
     * What a coordinator asks for.
     *
     * @param message the whole batch, of which this reactor does what it has the items of
     */
    record Intention(TransactionId id, byte[] message, ForwardedClient client) {}

    private static final class Wanted {
        private final Intention intention;
        private Set<Key> parents = Set.of();
        private boolean isAsking;
        private Fetched fetched = Fetched.NOTHING;

        Wanted(Intention intention) {
            this.intention = intention;
        }
    }

    /** What is to become of an intent. */
    private static final class Verdict {
        private final boolean isCommit;
        private final boolean isRecovered;
        private boolean isUnderWay;

        Verdict(boolean isCommit, boolean isRecovered) {
            this.isCommit = isCommit;
            this.isRecovered = isRecovered;
        }
    }

    private final Intents intents;
    private final Stages stages;
    private final IntentWriter writer;
    private final Committer committer;
    private final TransactionCommits commits;
    private final Requests requests;
    private final Peers peers;
    private final Consumer<String> findings;
    private final Consumer<Throwable> faults;
    private final RequestReader request = new RequestReader();
    private final List<Wanted> wanted = new ArrayList<>();
    private final Map<TransactionId, Verdict> verdicts = new LinkedHashMap<>();

    /** @param findings takes what a person should know */
    Participant(
            Intents intents,
            Stages stages,
            IntentWriter writer,
            Committer committer,
            TransactionCommits commits,
            Requests requests,
            Peers peers,
            Consumer<String> findings,
            Consumer<Throwable> faults) {
        this.intents = intents;
        this.stages = stages;
        this.writer = writer;
        this.committer = committer;
        this.commits = commits;
        this.requests = requests;
        this.peers = peers;
        this.findings = findings;
        this.faults = faults;
    }

    /** A coordinator wants an intent; it hears whether that could be made. The other reactors are asked before below which directories that must be empty they have something. */
    void intend(Intention intention) {
        Wanted each = new Wanted(intention);
        request.wrap(MemorySegment.ofArray(intention.message()), 0, intention.message().length);
        List<Key> directories = commits.ownEmptyDirectories(request);
        wanted.add(each);
        if (!directories.isEmpty()) {
            each.isAsking = true;
            peers.askForChildren(directories, known -> {
                each.parents = known;
                each.isAsking = false;
            });
        }
    }

    /** A transaction is decided: its intent is to be applied, or not. */
    void decide(TransactionId id, boolean isCommit) {
        wanted.removeIf(each -> each.intention.id().equals(id));
        intents.endReliance(id);
        stages.end(id, isCommit);
        if (intents.contains(id)) {
            verdicts.put(id, new Verdict(isCommit, false));
        } else if (isCommit) {
            tellDone(id); // of a reactor whose items it relied on, and does not change
        }
    }

    /** An intent that a start found is decided. */
    void decideRecovered(TransactionId id, boolean isCommit) {
        verdicts.put(id, new Verdict(isCommit, true));
    }

    /** Nobody will know what became of a transaction before the engine is started again. */
    void leaveInDoubt() {
        intents.leaveInDoubt();
    }

    /** Does what can be done now; how much that was. */
    int step() {
        if (wanted.isEmpty() && verdicts.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (Map.Entry<TransactionId, Verdict> each : List.copyOf(verdicts.entrySet())) {
            count += end(each.getKey(), each.getValue()) ? 1 : 0;
        }
        for (Iterator<Wanted> each = wanted.iterator(); each.hasNext(); ) {
            if (isIntended(each.next())) {
                each.remove();
                count++;
            }
        }
        return count;
    }

    /** Whether nothing is left that could be done without another reactor. */
    boolean isIdle() {
        return wanted.isEmpty() && (verdicts.isEmpty() || !commits.refusal().isEmpty());
    }

    private void vote(Intention intention, Batch vote) {
        peers.tell(
                intention.id().coordinator(),
                coordinator -> coordinator.coordinator().vote(intention.id(), peers.own(), vote));
    }

    /** Whether the coordinator was told whether an intent is made, or will be. */
    private boolean isIntended(Wanted each) {
        if (each.fetched.isPending() || each.isAsking) {
            return false;
        }
        Intention intention = each.intention;
        try {
            request.wrap(MemorySegment.ofArray(intention.message()), 0, intention.message().length);
            List<Key> keys = commits.ownKeys(request);
            @Nullable Key locked = intents.firstLocked(keys);
            if (locked != null) {
                vote(intention, Batch.refused(Status.BUSY, IntentGate.message(locked)));
                return true;
            }
            if (intents.length() > Limits.INTENTS_LENGTH) {
                vote(intention, Batch.refused(Status.BUSY, "too much is not decided: limit=" + Limits.INTENTS_LENGTH));
                return true;
            }
            Client client = intention.client().with(stages);
            return requests.isReady(request, keys, client, fetchInto(each))
                    && commits.intend(
                            intention.id(), request, client, keys, each.parents, vote -> vote(intention, vote));
        } catch (InvalidRequestException e) {
            vote(intention, Batch.refused(Status.INVALID, String.valueOf(e.getMessage())));
        } catch (CorruptRecordException e) {
            vote(intention, Batch.refused(Status.CORRUPT, String.valueOf(e.getMessage())));
        } catch (MalformedMessageException e) {
            vote(intention, Batch.refused(Status.INVALID, "message is malformed: " + e.getMessage()));
        } catch (RuntimeException e) {
            faults.accept(e);
            vote(intention, Batch.refused(Status.INTERNAL, "engine failed on this request: " + e));
        }
        return true;
    }

    private static Fetched fetchInto(Wanted each) {
        if (each.fetched.equals(Fetched.NOTHING)) {
            each.fetched = new Fetched();
        }
        return each.fetched;
    }

    /** Whether what an intent says takes effect, or not, by the commit that is collected. */
    private boolean end(TransactionId id, Verdict verdict) {
        if (verdict.isUnderWay) {
            return false;
        }
        boolean isStale = verdict.isRecovered && verdict.isCommit && writer.isStale(id);
        boolean isApplied = verdict.isCommit && !isStale;
        boolean isWritten = committer.write(
                intents.partitions(id), () -> isApplied ? writer.apply(id) : writer.abort(id), outcome -> {
                    verdict.isUnderWay = false;
                    intents.finishEnd();
                    if (outcome == Journal.Outcome.DURABLE) {
                        verdicts.remove(id);
                        intents.setDoubt("");
                        if (verdict.isCommit) {
                            tellDone(id);
                        }
                    } else {
                        intents.setDoubt(commits.refusal());
                    }
                });
        if (isWritten) {
            verdict.isUnderWay = true;
            intents.beginEnd();
            if (isStale) {
                findings.accept(
                        "a transaction took effect already, by a commit that a repair gave up: transaction=" + id);
            }
        } else if (!commits.refusal().isEmpty()) {
            intents.setDoubt(commits.refusal());
        }
        return isWritten;
    }

    private void tellDone(TransactionId id) {
        peers.tell(id.coordinator(), coordinator -> coordinator.coordinator().done(id, peers.own()));
    }
}
