package io.vireo.engine.reactor;

import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.Client;
import io.vireo.engine.partition.EmptyDirectories;
import io.vireo.engine.partition.Intents;
import io.vireo.engine.partition.TransactionId;
import io.vireo.engine.partition.WriteKeys;
import io.vireo.engine.partition.Writes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What transactions over several reactors add to commits. Threads: the reactor alone. */
final class TransactionCommits {
    private final Committer committer;
    private final Writes writes;
    private final Intents intents;
    private final Stages stages;
    private final Journal journal;

    TransactionCommits(Committer committer, Writes writes, Intents intents, Stages stages, Journal journal) {
        this.committer = committer;
        this.writes = writes;
        this.intents = intents;
        this.stages = stages;
        this.journal = journal;
    }

    /**
     * Makes the intent of a transaction that another reactor decides.
     *
     * @param keys of this reactor that it writes
     * @param parents below which another reactor has something
     * @param done takes what became of it, once that is durable
     * @return false when it must wait for room
     */
    boolean intend(
            TransactionId id,
            RequestReader request,
            Client client,
            List<Key> keys,
            Set<Key> parents,
            Consumer<Batch> done) {
        WriteResult result = committer.inRecords(
                writes.owners(keys), () -> writes.intend(id, request, client, parents), Batch::isDone, batch -> {
                    if (batch.isDone()) {
                        intents.relyOn(id, writes.own(WriteKeys.checkedBy(request)));
                        stages.take(id, writes.consumedStages());
                    }
                    committer.whenEnded(outcome -> done.accept(outcome == Journal.Outcome.DURABLE ? batch : refused()));
                });
        if (result == WriteResult.REFUSED) {
            done.accept(refused());
        }
        return result != WriteResult.LATER;
    }

    private Batch refused() {
        return Batch.refused(Status.READ_ONLY, journal.refusal());
    }

    /**
     * Decides a transaction whose intents are durable, and does what it says of items of this reactor.
     *
     * @param votes what became of it on the other reactors
     * @param keys of this reactor that it writes
     * @param parents below which another reactor has something
     * @param ending takes what became of the decision; null: it was refused, nothing is decided, and the client will hear of it
     * @return false when it must wait for room
     */
    boolean decide(
            TransactionId id,
            Session session,
            RequestReader request,
            Batch votes,
            List<Key> keys,
            Set<Key> parents,
            Collection<Integer> reactors,
            Consumer<Journal.@Nullable Outcome> ending) {
        long correlationId = request.correlationId();
        boolean isRename = request.which() == RequestWhich.RENAME;
        WriteResult result = committer.inRecords(
                writes.owners(keys),
                () -> committer.answers.remembered(
                        writes.decide(id, request, session, parents, votes, reactors), votes, request, session),
                Batch::isDone,
                batch -> {
                    committer.forgetConsumed(session, batch.isDone());
                    answer(session, correlationId, batch.isDone() ? batch.and(votes) : batch, isRename);
                    if (batch.isDone()) {
                        committer.whenEnded(ending::accept);
                    } else {
                        ending.accept(null);
                    }
                });
        if (result == WriteResult.REFUSED) {
            committer.refuse(session, correlationId, Status.READ_ONLY, journal.refusal());
            ending.accept(null);
        }
        return result != WriteResult.LATER;
    }

    /** Tells the client what became of a transaction, once that is durable. */
    void answer(Session session, long correlationId, Batch batch, boolean isRename) {
        boolean fits = committer.answers.fits(session, batch);
        committer.hold(session, correlationId, target -> Answers.write(target, batch, isRename, fits));
    }

    /** Why nothing can be written; empty when something can. */
    String refusal() {
        return journal.refusal();
    }

    /** Whether something waits to be written. */
    boolean hasPending() {
        return journal.hasPending();
    }

    /** Of a batch or a rename, the keys of this reactor. */
    List<Key> ownKeys(RequestReader request) {
        return writes.own(WriteKeys.ofTransaction(request));
    }

    /** Of a batch or a rename, directories of this reactor that must be empty. */
    List<Key> ownEmptyDirectories(RequestReader request) {
        return writes.own(EmptyDirectories.of(request));
    }
}
