package io.vireo.engine.reactor;

import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.Bodies;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Reads;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.HeapStore;
import io.vireo.engine.store.MemoryBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a reactor owns: its partitions and their journal. Made and recovered before the reactor's thread starts. */
public final class ReactorState {
    /** Of the buffer that replies are built in, at first; a ring takes no longer ones. */
    private static final int REPLY_CAPACITY = 1 << 20;

    private final EngineIdentity identity;
    private final Journal journal;
    private final DiskCalls calls;
    private final EpochClock clock;
    private final MemoryBudget budget;
    private final Runnable wake;
    private final Inbox inbox;
    private final StreamDirectory streams = new StreamDirectory();
    private final PartitionSet partitions;

    /**
     * Makes the partitions whose number divided by the reactor count leaves this index.
     *
     * @param wake ends the sleep of the reactor, or keeps it from its next one; any thread
     * @param memoryBytes that their items may take
     */
    public ReactorState(
            int index,
            EngineIdentity identity,
            Journal journal,
            DiskCalls calls,
            EpochClock clock,
            Runnable wake,
            long memoryBytes) {
        this.wake = wake;
        this.inbox = new Inbox(wake);
        this.identity = identity;
        this.journal = journal;
        this.calls = calls;
        this.clock = clock;
        this.budget = new MemoryBudget(memoryBytes);
        List<Partition> own = new ArrayList<>();
        for (int number = index; number < identity.partitionCount(); number += identity.reactorCount()) {
            own.add(new Partition(number, identity.partitionCount(), new HeapStore(), streams, budget));
        }
        this.partitions = new PartitionSet(own, identity.partitionCount());
    }

    /** Applies everything that the journal holds. */
    public void recover() throws IOException {
        long nowNs = clock.nowNs();
        journal.replay((number, entries, location) -> {
            @Nullable Partition partition = partitions.numbered(number);
            if (partition == null) {
                throw new IllegalStateException(
                        "record is of a partition that this reactor does not have: partition=" + number);
            }
            partition.apply(entries, location);
            partition.seal();
            partition.committed(nowNs);
        });
        streams.seal();
    }

    /** Tells another reactor of the streams that were recovered here. Before any reactor runs. */
    public void introduceStreamsTo(List<ReactorState> others) {
        streams.takeSealed().forEach((key, stream) -> {
            for (ReactorState other : others) {
                other.streams.learn(key, stream);
            }
        });
    }

    Inbox inbox() {
        return inbox;
    }

    StreamDirectory streams() {
        return streams;
    }

    PartitionSet partitions() {
        return partitions;
    }

    /** How many items there are. */
    public long itemCount() {
        return partitions.itemCount();
    }

    /**
     * The loop over this state.
     *
     * @param others all reactors' states, this one among them; all are recovered
     * @param faults takes what must not happen and did
     */
    public Reactor reactor(Entrance entrance, List<ReactorState> others, Consumer<Throwable> faults) {
        Peers peers = new Peers(this, others);
        Bodies bodies = new Bodies(journal);
        ExpressionCache expressions = new ExpressionCache();
        Writes writes = new Writes(journal, bodies, partitions, streams, expressions, budget, clock);
        Reads reads = new Reads(bodies, partitions, streams, writes, expressions, clock);
        ReplyEncoder encoder = new ReplyEncoder(REPLY_CAPACITY);
        Committer committer = new Committer(journal, partitions, streams, peers, writes, encoder, clock);
        ReadExecutor readExecutor = new ReadExecutor(reads, bodies, encoder, identity);
        Requests requests = new Requests(partitions, committer, readExecutor, peers, encoder, clock, faults);
        return new Reactor(clock, entrance, requests, committer, calls, inbox, wake);
    }
}
